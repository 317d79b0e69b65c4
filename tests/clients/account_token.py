"""A token of the demo's depositor, made on the page of the account as a person makes it."""

import os
import re
from html import unescape

import requests

from site_under_test import BASE_URL, REQUEST_SECONDS

EMAIL = "depot@example.org"


def form_token(page: str) -> str:
    """The hidden field that every form of ours carries."""
    return unescape(re.search(r'name="jeton" value="([^"]*)"', page)[1])


def new_token(*scopes: str) -> str:
    """Signs in and asks for a token with these scopes."""
    session = requests.Session()

    def get(path: str) -> str:
        answer = session.get(f"{BASE_URL}{path}", timeout=REQUEST_SECONDS)
        answer.raise_for_status()
        return answer.text

    def post(path: str, fields: dict[str, str]) -> str:
        answer = session.post(f"{BASE_URL}{path}", data=fields, timeout=REQUEST_SECONDS)
        answer.raise_for_status()
        return answer.text

    password = os.environ["PARVIS_TEST_PASSWORD"]
    post("/connexion", {"jeton": form_token(get("/connexion")), "courriel": EMAIL, "mot_de_passe": password})
    wanted = {f"portee_{scope}": "oui" for scope in scopes}
    page = post("/compte", {"jeton": form_token(get("/compte")), "action": "jeton", "nom": "essai", "jours": "1"} | wanted)
    return re.search("parvis_[0-9a-f]{64}", page)[0]
