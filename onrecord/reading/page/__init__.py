"""What surrounds an interview on its page, and the metadata that the page states.

`boilerplate` and `comment` tell the interview from the rest of the page; `metadata`, `head`,
`credit` and `byline` read title, publication, author, date, address and people.
"""
