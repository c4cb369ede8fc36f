"""A passkey, made and used in a real browser with a virtual authenticator."""

import re

import pytest
from playwright.sync_api import Browser

from projects.context import DEMO_PASSWORD
from tests.journeys.site import Person, Site

pytestmark = [pytest.mark.stack, pytest.mark.browser]
PHONE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def hold_a_phone(person: Person) -> None:
    session = person.page.context.new_cdp_session(person.page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": PHONE})


def sign_out(person: Person) -> None:
    person.page.context.clear_cookies()
    person.open("/compte/login/")


def add_a_passkey(person: Person) -> list[str]:
    """Returns the recovery codes that come with the first key."""
    person.open("/compte/2fa/webauthn/")
    person.press("Ajouter une clé")
    person.fill(password=DEMO_PASSWORD)
    person.press("Confirmer")
    person.fill(name="Téléphone de Maëlle")
    person.page.locator("main [name=passwordless]").check()
    with person.page.expect_navigation(url="**/recovery-codes/"):
        person.page.locator("#mfa_webauthn_add").click()
    person.check()
    return re.findall(r"\b\d{8}\b", person.page.locator("main").inner_text())


@pytest.mark.parametrize("width", [390, 1280])
def test_a_passkey_opens_the_account_and_its_codes_replace_it(
    browser: Browser, demo: Site, width: int
) -> None:
    # One account a width: a person has recovery codes from their first key on.
    address = {390: "elue", 1280: "delegue"}[width] + "@navette.example"
    person = Person(browser, demo, width)
    hold_a_phone(person)
    person.sign_in(address, DEMO_PASSWORD)
    codes = add_a_passkey(person)
    assert len(set(codes)) == 10
    person.press("C’est noté, continuer")
    person.open("/compte/2fa/webauthn/")
    person.reads("Téléphone de Maëlle")
    person.reads("Clé d’accès")
    person.open("/compte/sessions/")

    sign_out(person)
    with person.page.expect_navigation(url=demo.url + "/"):
        person.page.locator("#passkey_login").click()
    person.check()

    sign_out(person)
    person.fill(login=address, password=DEMO_PASSWORD)
    person.press("Se connecter")
    with person.page.expect_navigation(url=demo.url + "/"):
        person.page.get_by_role("button", name="Utiliser une clé de sécurité").click()
    person.check()

    sign_out(person)
    person.fill(login=address, password=DEMO_PASSWORD)
    person.press("Se connecter")
    person.fill(code=codes[0])
    person.press("Se connecter")
    person.open("/compte/2fa/")
    person.reads("9 codes de secours")
    person.open("/compte/2fa/webauthn/")
    person.press("Retirer")
    person.fill(password=DEMO_PASSWORD)
    person.press("Confirmer")
    person.press("Retirer")
    person.reads("La clé de sécurité est retirée")
    person.page.context.close()
