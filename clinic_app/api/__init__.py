"""HTTP beside the pages: cookies, REST, headers. The only floor that imports FastAPI."""
