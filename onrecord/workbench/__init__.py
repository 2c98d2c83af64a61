"""The workbench: many questions to many interviews, and what is taken along to other tools.

It is made of answers and interviews as they are; nothing here searches or judges.
"""
