"""REST, version 1: what the pages do, for programs. The same verbs, the same refusals."""
