"""An archive in Milvus, for who has outgrown the files of one machine.

A build fills the collections of a new generation beside the one in service, and then moves an alias in
one step. `opening` decides whether to build, `build` does, `store` answers. `engine` is the one module
that talks to Milvus; `text` and `generation` say what lies where in it.
"""
