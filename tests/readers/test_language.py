"""The language of a text, from a few sentences of our own in each."""

import pytest

from bookmaker.metadata import is_language_tag
from bookmaker.readers.language import guess_language

SAMPLES = {
    "en": "She had not said that it was her house, but he knew it was, and so he waited for her. "
    "There was nothing else that they could do, and all of them knew it.",
    "de": "Sie hatte nicht gesagt, dass es ihr Haus war, aber er wusste es und wartete auf sie. "
    "Es war nichts mehr zu tun, und alle wussten das auch.",
    "fr": "Elle n'avait pas dit que c'était sa maison, mais il le savait et il attendait. "
    "Il n'y avait plus rien à faire pour eux, et tous le savaient.",
    "es": "Ella no había dicho que era su casa, pero él lo sabía y la esperaba en la calle. "
    "No había nada más que hacer por ellos, y todos lo sabían muy bien.",
    "it": "Lei non aveva detto che era la sua casa, ma lui lo sapeva e la aspettava nella strada. "
    "Non c'era più niente da fare per loro, e tutti lo sapevano.",
    "nl": "Ze had niet gezegd dat het haar huis was, maar hij wist het en wachtte op haar. "
    "Er was niets meer aan te doen, en dat wisten ze ook wel.",
    "pt": "Ela não tinha dito que era a sua casa, mas ele sabia e esperava por ela na rua. "
    "Não havia mais nada a fazer, e todos já sabiam disso muito bem.",
    "sv": "Hon hade inte sagt att det var hennes hus, men han visste det och väntade på henne där. "
    "Det fanns inte något mer att göra, och alla visste om det.",
    "pl": "Nie powiedziała, że to był jej dom, ale on już o tym wiedział i czekał na nią na ulicy. "
    "Nie było już nic do zrobienia i tak, jak zawsze, nie było mu lekko.",
    "cs": "Neřekla, že to byl její dům, ale on to už věděl a čekal na ni, když bylo ticho. "
    "Nic se nedalo dělat a jak to tak bylo, tak to bylo, protože se to tak má.",
    "ru": "Она не сказала, что это был её дом, но он это знал и ждал её на улице.",
    "uk": "Вона не сказала, що це її дім, але він знав і чекав її на вулиці.",
    "el": "Δεν είχε πει ότι ήταν το σπίτι της, αλλά εκείνος το ήξερε.",
    "he": "היא לא אמרה שזה הבית שלה, אבל הוא ידע וחיכה לה ברחוב.",
    "ja": "彼女はそれが自分の家だとは言わなかったが、彼は知っていて待っていた。",
    "zh": "她没有说那是她的房子，但是他知道，所以他在街上等她。",
}


@pytest.mark.parametrize("tag", SAMPLES)
def test_guess(tag):
    assert guess_language(SAMPLES[tag]) == tag


@pytest.mark.parametrize("text", ["", "1 2 3", "Xyzzy plugh.", "Anna Karenina Vronsky Kitty Levin"])
def test_no_guess(text):
    assert guess_language(text) is None


@pytest.mark.parametrize(
    ("tag", "good"),
    [
        ("en", True), ("en-GB", True), ("zh-Hant-TW", True), ("sl-rozaj-biske-1994", True),
        ("x-own", True), ("i-klingon", True), ("en-a-bbb-x-a", True), ("es-419", True),
        ("en_US", False), ("e", False), ("en-", False), ("de-419-DE", False), ("C", False),
        ("en-a-bb-a-cc", False), ("de-1901-1901", False), ("", False), ("ен", False),
    ],
)  # fmt: skip
def test_language_tags(tag, good):
    assert is_language_tag(tag) is good
