"""The page of a claim whose wordings are in other languages."""

from tests.e2e.conftest import Service
from tests.e2e.test_page_board import HTML, put
from tests.e2e.test_page_claim import OTHER, page
from tests.events import (
    CLAIM,
    QUESTION,
    corrected,
    redacted,
    reported,
    updated,
)

ARABIC = "قُتل 498 جنديًا"


def test_a_wording_is_in_its_language_and_runs_in_its_direction(service: Service) -> None:
    put(service, reported(ARABIC, language="ar"), reported("498名士兵死亡", language="zh-Hans", claim=OTHER))
    assert f'<q class="said" dir="auto" lang="ar">{ARABIC}</q>' in page(service)
    board = service.http.get(f"/questions/{QUESTION}", headers=HTML).text
    assert '<q class="said" dir="auto" lang="zh-Hans">498名士兵死亡</q>' in board
    assert f'<q class="said" dir="auto" lang="ar">{ARABIC}</q>' in service.http.get("/live", headers=HTML).text
    found = service.http.get("/search", headers=HTML, params={"q": "498"}).text
    assert 'dir="auto" lang="ar"' in found


def test_a_wording_of_no_stated_language_has_none(service: Service) -> None:
    put(service, reported(), updated("1,351 soldiers"))
    assert '<q class="said" dir="auto">1,351 soldiers</q>' in page(service)


def test_a_corrected_or_erased_language_is_shown_so(service: Service) -> None:
    put(service, reported(ARABIC, language="fa"), corrected({"language": "fa"}, {"language": "ar"}, kind="other"))
    assert f'lang="ar">{ARABIC}</q>' in page(service)
    put(service, redacted(2, "/is/language"))
    assert f'<q class="said" dir="auto">{ARABIC}</q>' in page(service)


def test_two_wordings_of_one_language_are_compared_in_it(service: Service) -> None:
    was, is_ = {"wording": ARABIC}, {"wording": f"{ARABIC} روسيًا"}
    put(service, reported(ARABIC, language="ar"), corrected(was, is_, kind="wrong_wording"), updated("1351"))
    path = f"/claims/{CLAIM}/diff"
    shown = service.http.get(path, headers=HTML, params={"from": 1, "to": 2}).text
    assert '<p class="lead said" dir="auto" lang="ar">' in shown
    shown = service.http.get(path, headers=HTML, params={"from": 1, "to": 3}).text
    assert '<p class="lead said" dir="auto">' in shown
