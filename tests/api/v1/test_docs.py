"""The description as a page: complete, and without a script."""

import re

from clinic_app.api.v1.routes import description
from tests.api.v1.conftest import OpenProgram


async def test_the_page_tells_every_route_and_runs_nothing(open_program: OpenProgram) -> None:
    program = await open_program()
    answer = await program.get("/api/docs")
    assert answer.headers["content-type"].startswith("text/html")
    assert not re.search(r"<script|https?://(?!clinic\.example)|\son\w+=", answer.text)
    links = set(re.findall(r"href='#([^']+)'", answer.text))
    assert links <= set(re.findall(r"id='?([^'> ]+)", answer.text))
    for path, item in description()["paths"].items():
        assert path in answer.text
        assert {operation["operationId"] for operation in item.values()} <= links


async def test_anybody_may_read_the_description(open_program: OpenProgram) -> None:
    program = await open_program()
    document = (await program.get("/api/v1/openapi.json")).json()
    assert document["openapi"].startswith("3.1")
    assert all(path.startswith("/api/v1/") for path in document["paths"])
    for item in document["paths"].values():
        for operation in item.values():
            assert {"401", "403", "422", "429"} <= set(operation["responses"])
