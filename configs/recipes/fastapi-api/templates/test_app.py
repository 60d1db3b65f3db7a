"""What callers of $name rely on."""

from __future__ import annotations

from fastapi.testclient import TestClient

from app import app

client = TestClient(app)


def test_index_greets() -> None:
    response = client.get("/")
    assert response.status_code == 200
    assert response.json() == {"message": $message_py}


def test_health_is_ok() -> None:
    response = client.get("/health")
    assert response.status_code == 200
    assert response.json() == {"status": "ok"}


def test_unknown_path_is_not_found() -> None:
    assert client.get("/no-such-page").status_code == 404


def test_the_api_describes_itself() -> None:
    assert set(client.get("/openapi.json").json()["paths"]) == {"/", "/health"}
