"""The frame of every page: headers, the record in the foot, the reader's zone, assets, and refusals in words."""

import json
from hashlib import sha256
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from api.web.assets import SHEETS, STATIC, STYLE, assets
from tests.e2e.conftest import Service
from tests.e2e.test_faults import away
from tests.facts import A, exact, reported, updated
from tests.postgres import Database

HTML = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
NOTICES = Path(__file__).parents[2] / "THIRD-PARTY.md"


def page_of(service: Service, path: str, status: int = 200, **headers: str) -> httpx.Response:
    answer = service.http.get(path, headers={**HTML, **headers})
    assert (answer.status_code, answer.headers["content-type"]) == (status, "text/html; charset=utf-8")
    return answer


def test_a_page_lets_nothing_in_from_elsewhere(service: Service) -> None:
    headers = page_of(service, "/help").headers
    policy = dict(one.strip().partition(" ")[::2] for one in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == policy["form-action"] == "'self'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["vary"] == "Cookie, Accept"
    assert "no-cache" in headers["cache-control"]


def test_a_page_holds_no_script_and_no_style_of_its_own(service: Service) -> None:
    text = page_of(service, "/help").text
    assert "<style" not in text
    assert " style=" not in text
    assert "<script>" not in text
    assert " onclick=" not in text


def test_the_foot_tells_how_far_the_record_has_come(service: Service) -> None:
    assert "Nothing is recorded yet" in page_of(service, "/help").text
    service.post("claim.reported.v1", A, reported("498 soldiers have died", exact("498")))
    assert 'Record up to position <data value="1">1</data>, <time datetime="' in page_of(service, "/help").text


def test_the_foot_tells_what_is_not_shown_yet(service: Service) -> None:
    service.post("claim.reported.v1", A, reported("498 soldiers have died", exact("498")))
    for day in ("2022-03-03", "2022-03-04"):
        later = updated("500 soldiers", exact("500"), day, refers_to=f"2022-02-24/{day}")
        assert service.send(service.event("claim.updated.v1", A, later)).status_code == 201
    assert 'Up to position <data value="1">1</data>; 2 events behind' in page_of(service, "/help").text


def test_the_zone_is_kept_in_a_cookie_and_the_reader_comes_back(service: Service) -> None:
    back = "/help?x=1"
    answer = service.http.post("/zone", data={"zone": "America/New_York", "back": back})
    assert (answer.status_code, answer.headers["location"]) == (303, back)
    cookie = answer.headers["set-cookie"]
    assert "America/New_York" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "times in New York" in page_of(service, "/help").text


@pytest.mark.parametrize("back", ["//evil.example/", "https://evil.example/", "/\\evil.example"])
def test_the_zone_form_is_no_way_to_another_site(service: Service, back: str) -> None:
    answer = service.http.post("/zone", data={"zone": "UTC", "back": back})
    assert answer.headers["location"] == "/"


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../../etc/passwd", "A" * 9_000])
def test_a_zone_that_there_is_not_is_refused(service: Service, zone: str) -> None:
    answer = service.http.post("/zone", data={"zone": zone, "back": "/help"})
    assert answer.status_code == 422
    assert "Not set: there is no such zone" in answer.text
    assert "set-cookie" not in answer.headers


def test_a_cookie_that_names_no_zone_means_utc(service: Service) -> None:
    assert "times in UTC" in page_of(service, "/help", Cookie="zone=../x").text


def test_an_asset_under_its_hash_may_be_kept_for_ever(service: Service) -> None:
    for asset in assets().values():
        answer = service.get(asset.address)
        assert (answer.status_code, answer.content) == (200, asset.content)
        assert answer.headers["content-type"] == asset.media_type
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "immutable" in answer.headers["cache-control"]


def test_all_of_the_style_is_asked_for_as_one(service: Service) -> None:
    style = assets()["claimtrail.css"].content
    assert {path.stem for path in STYLE.iterdir()} == set(SHEETS)
    assert all((STYLE / f"{name}.css").read_bytes() in style for name in SHEETS)
    assert page_of(service, "/help").text.count('rel="stylesheet"') == 2


def test_an_asset_under_another_hash_is_asked_for_again(service: Service) -> None:
    answer = service.get("/static/claimtrail.css?v=0123")
    assert answer.headers["cache-control"] == "no-cache"
    again = service.http.get("/static/claimtrail.css", headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("name", ["nothing.js", "manifest.json", "..%2Fsite.py", "%2e%2e/site.py"])
def test_nothing_but_assets_is_served(service: Service, name: str) -> None:
    assert service.get(f"/static/{name}").status_code == 404


def test_the_manifest_knows_every_asset_and_what_came_from_elsewhere_to_the_last_byte() -> None:
    manifest = json.loads((STATIC / "manifest.json").read_text())
    from_elsewhere = {one["name"]: one for one in manifest["assets"]}
    files = {path.name for path in STATIC.iterdir()} - {"manifest.json"}
    assert files <= from_elsewhere.keys() | set(manifest["own"])
    for name, one in from_elsewhere.items():
        content = (STATIC / name).read_bytes()
        assert sha256(content).hexdigest() == one["sha256"]
        assert f"{name}, {one['version']}" in NOTICES.read_text()
        assert one["licence"] in NOTICES.read_text()


def test_an_address_without_a_page_says_so_in_words(service: Service) -> None:
    text = page_of(service, "/nothing", 404).text
    assert "<h1>There is no such page</h1>" in text
    assert 'action="/search"' in text


def test_who_asks_for_json_gets_the_problem(service: Service) -> None:
    for headers in ({}, {"Accept": "application/json"}):
        answer = service.http.get("/nothing", headers=headers)
        assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["/v1/claims/nobody", "/v1/claims?x=1", "/log/nothing", "/static/nothing.js"])
def test_the_json_surface_answers_browsers_with_problems_too(service: Service, path: str) -> None:
    answer = service.http.get(path, headers=HTML)
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_parameter_that_cannot_be_read_is_refused_in_words(service: Service) -> None:
    text = page_of(service, "/help?tolerance=1", 400).text
    assert "<h1>This page cannot be shown as asked</h1>" in text
    assert "This page does not know it. It takes no parameter at all." in text
    assert 'href="/help">Show it as it stands now' in text


def test_a_method_that_a_page_does_not_take_is_refused_with_those_it_does(service: Service) -> None:
    answer = service.http.post("/help", headers=HTML)
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"


def test_what_was_sent_is_never_markup(service: Service) -> None:
    text = page_of(service, "/claims/%3Cscript%3Ealert(1)%3C%2Fscript%3E?as_of=%22%3E%3Ci%3E", 404).text
    assert "<script>alert" not in text
    assert '"><i>' not in text


def test_the_as_of_form_keeps_what_else_was_asked_for(service: Service) -> None:
    text = page_of(service, "/nothing?tolerance=0.1&as_of=3&cursor=x", 404).text
    assert '<input type="hidden" name="tolerance" value="0.1">' in text
    assert 'name="cursor"' not in text


def test_the_address_on_paper_names_the_position(service: Service) -> None:
    service.post("claim.reported.v1", A, reported("498 soldiers have died", exact("498")))
    text = page_of(service, "/help").text
    (permalink,) = [one for one in text.split() if one.startswith('class="mono">http')]
    assert parse_qs(urlsplit(permalink.partition(">")[2].partition("<")[0]).query) == {"as_of": ["1"]}


def test_a_database_that_is_away_is_told_in_words(service: Service, database: Database) -> None:
    with away(database):
        answer = page_of(service, "/help", 503)
    assert answer.headers["retry-after"] == "1"
    assert "<h1>The record cannot be read now</h1>" in answer.text
    assert 'href="/help">Try again</a>' in answer.text
