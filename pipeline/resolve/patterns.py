"""Names that their form gives away: company suffixes, public bodies, programmes, titled people, vessels, wallets.

Every finder reads the view (plain quotes, blanks for line ends) and yields ``Found`` with offsets into it. The
vocabulary is in the tables; here stands only how the words combine.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

from pipeline.knowledge import RuleSet
from pipeline.knowledge.alternatives import any_of
from pipeline.knowledge.world import World
from pipeline.resolve.codes import SHORTEST_WALLET, numbered_ships, wallets
from pipeline.resolve.mentions import Found
from pipeline.resolve.titles import of_firm
from pipeline.values.calendar import words as calendar_words

_OWNERS = "People's|Moody's|Lloyd's|McDonald's|Macy's|Sotheby's|Christie's|Women's|Children's|Teachers'|Workers'"
"""Possessives inside names; any other possessive ends a name ("Japan's Kaito Corp")."""
_CAP = rf"(?:(?:{_OWNERS})(?= )|[A-Z](?:[\w&./-]|'(?!s\b|\s))*[\w)](?!'s? )|[A-Z]\.(?= [A-Z])|[A-Z]\b(?!')|\d+[A-Z]\w*)"
_JOIN = r"(?:and|of|de|del|della|du|des|di|da|do|das|dos|la|le|el|al|y|e|et|und|van|von|for|the|&|-)"
_LED = r"(?:de|del|della|delle|du|des|di|da|do|das|dos|la|las|los|le|les|el|al|y|e|et|&)"
"""Joins the words of a name that opens with what the company is: no English ones."""
_CAPITALISED = re.compile(r"(?<![\w.'-])[A-Z][a-z]+(?: [A-Z][A-Za-z]+){1,4}(?!['\w-])")
_BRACKETED = re.compile(r"<([A-Z][^<>\n]{1,60})>")
TAIL = re.compile(
    r"\b(?:N[1-9]\d{1,4}[A-Z]{0,2}|(?:RA|EP|YV|UR|EW|UP|T7|P4|VP|VQ|9H|OO|LX|HB|YK|A6|A7|HZ|5A|TC)-[A-Z0-9]{3,5})\b"
)
_ONTO_LIST = re.compile(r"(?:.* (?:From|Off|To|Onto|Into|On|Adds|Add|Joins|Leaves) (?=[A-Z].* (?:List|Register)$))?")
"""What a headline says before the name of a list."""
_CONGRESS = re.compile(
    r"\b(?:House|Senate) (?:[A-Z][\w&-]+(?:,? (?:and|of|on) |, | ))+(?:sub)?committee(?: on(?: [A-Z]\w+| and)+)?"
)
"""Committees of a parliament's houses, which old wire copy writes with a small letter."""
_PERSON_OF = re.compile(r"([A-Z][\w'-]+) (?:[A-Z]\. )?([A-Z][\w'-]+) of +(?=[A-Z])")
_RUN = re.compile(r"[^\W_]+")


class Patterns:
    """The finders, compiled once from the tables."""

    def __init__(self, world: World) -> None:
        self._world = world

    def find(self, view: str) -> Iterator[Found]:
        """Every name that its form gives away, in no order; finds may overlap."""
        printed = set(_RUN.findall(view))
        for needed, finder in self._finders:
            if not needed.isdisjoint(printed):
                yield from finder(view)
        yield from self.programmes(view)
        yield from self.place_led(view)
        yield from numbered_ships(view)
        if max(map(len, printed), default=0) >= SHORTEST_WALLET:
            yield from wallets(view)

    @cached_property
    def _finders(self) -> tuple[tuple[frozenset[str], Callable[[str], Iterator[Found]]], ...]:
        """Finders, each with words of which one stands in every text where it finds something."""
        world = self._world
        return (
            (_first_runs(form for row in world.org_forms if row.strong for form in row.forms), self.companies),
            (_first_runs(world.leading_heads), self.led_companies),
            (_first_runs(world.company_heads), self.headed_companies),
            (_first_runs(world.body_heads), self.bodies),
            (frozenset({"House", "Senate"}), congress),
            (frozenset({"Secretary"}), self.offices),
            (_first_runs(world.lower_bodies), self.lower_bodies),
            (_first_runs(world.person_titles), self.people),
            (_first_runs(world.vessel_cues), self.vessels),
            (_first_runs(world.airplane_cues), self.airplanes),
        )

    @cached_property
    def _company(self) -> re.Pattern[str]:
        forms = _any(form for row in self._world.org_forms if row.strong for form in row.forms)
        form = rf"\(?(?:{forms})(?![\w-])\)?"
        inside = rf" +{_CAP}| +[A-Z]\w+'s(?= +(?:{forms})(?!\w))| +(?:{_JOIN})(?= +{_CAP})|,(?= +(?:{forms})(?!\w))"
        return re.compile(rf"(?<![\w.]){_CAP}(?:{inside})*?,? +{form}(?:,? +{form})*")

    def companies(self, view: str) -> Iterator[Found]:
        """Capitalised words that end in a legal form: ``Kaito Precision Co., Ltd``."""
        for match in self._company.finditer(view):
            start = self._skip_person(view, self._skip_openers(view, match.start(), match.end()), match.end())
            if start < match.end():
                yield Found(start, match.end(), "Company", 6.0, "form.suffix")

    @cached_property
    def _headed(self) -> re.Pattern[str]:
        heads = _any(self._world.company_heads)
        return re.compile(rf"(?<![\w.])(?:{_CAP} +(?:of +(?=[A-Z]))?){{2,6}}?(?:{heads})(?![\w-])(?! +[A-Z])")

    def headed_companies(self, view: str) -> Iterator[Found]:
        """Three words or more that end in what companies are: ``Kaito Darya Shipping Company``."""
        for match in self._headed.finditer(view):
            start = self._skip_person(view, self._skip_openers(view, match.start(), match.end()), match.end())
            words = view[start : match.end()].split()
            if (
                len(words) > 2
                and not self._world.is_demonym(words[0])
                and not any(self._world.is_no_name(word) for word in words[:-1] if word != "of")
            ):
                yield Found(start, match.end(), "Company", 3.0, "form.head")

    @cached_property
    def _led(self) -> re.Pattern[str]:
        return re.compile(
            rf"(?<![\w.])(?:{_any(self._world.leading_heads)}) +(?:{_LED} +)*{_CAP}(?: +(?:{_LED} +)*{_CAP}){{0,4}}"
        )

    def led_companies(self, view: str) -> Iterator[Found]:
        """Names that open with what the company is, in a language that puts it first: ``Banco do Norte``."""
        for match in self._led.finditer(view):
            yield Found(match.start(), match.end(), "Company", 3.5, "form.led")

    def _skip_person(self, view: str, start: int, end: int) -> int:
        """Cut "Jack Lind of Kaito Corp" behind the person, but not "Norda Bank of Kaito"."""
        person = _PERSON_OF.match(view, start, end)
        if person is None:
            return start
        known = person.group(1) in self._world.given_names
        words = person.group(1, 2)
        plain = len(words[0]) > 1 and not any(self._is_kind(word) for word in words)
        return person.end() if known or plain else start

    def _is_kind(self, word: str) -> bool:
        """Whether a word of a name says what it names or is common in names: "Bank", "National"."""
        small = word.lower()
        world = self._world
        return small in world.generic_words or small in world.noun_kinds or small in world.nominals

    def _skip_openers(self, view: str, start: int, end: int) -> int:
        """Drop sentence openers and titles that the capital letter pulled into a name."""
        while True:
            belonging = self._world.belongings.match(view, start, end)
            if belonging is not None:
                start = belonging.end()
            word = re.match(r"[\w'.-]+", view[start:end])
            if word is None or not self._world.opens_name(word.group()):
                return start
            rest = re.compile(r" +").match(view, start + word.end())
            if rest is None:
                return end
            start = rest.end()

    @cached_property
    def _body_of(self) -> re.Pattern[str]:
        heads = _any(self._world.body_heads)
        weekday = _any(frozenset(map(str.capitalize, calendar_words().weekdays)))
        tail = rf"(?:{_CAP}|[a-z]+(?:-[a-z]+)?(?= +(?:and|trade|affairs)\b))"
        return re.compile(
            rf"(?<![\w.])(?:{_CAP} +){{0,3}}(?:{heads}) +(?:of|for|on) +(?:the +)?(?!(?:{weekday})\b){tail}"
            rf"(?:(?:, +{_CAP})*,? +(?:and|of|for|&) +(?:the +)?{_CAP}| +{_CAP})*"
        )

    @cached_property
    def _body_last(self) -> re.Pattern[str]:
        heads = _any(self._world.body_heads)
        return re.compile(rf"(?<![\w.])(?:{_CAP}(?:,? +(?:and|&|for|of) +|, +| +)){{1,6}}(?:{heads})(?!\w)")

    @cached_property
    def _office(self) -> re.Pattern[str]:
        # "Trade Secretary Lind" heads a department, "Finance Minister Lind" need not.
        return re.compile(
            rf"(?<![\w-] )(?<![\w.-])({_any(self._world.departments)}) Secretary(?= [A-Z][\w.'-]+ [A-Z]|:)"
        )

    @cached_property
    def _body_lower(self) -> re.Pattern[str]:
        return re.compile(rf"(?<![\w-])(?:{_any(self._world.lower_bodies)})(?![\w-])")

    @cached_property
    def _programme_forms(self) -> RuleSet[str]:
        return RuleSet(("program.template", pattern) for pattern in self._world.programme_templates)

    def bodies(self, view: str) -> Iterator[Found]:
        """Public bodies by their head: ``Ministry of X``, ``X Commission``."""
        for rule, pattern in (("body.of", self._body_of), ("body.last", self._body_last)):
            for match in pattern.finditer(view):
                first = (
                    _after_list(view, match.start(), match.end(), self._world.strong_forms)
                    if rule == "body.last"
                    else match.start()
                )
                start = self._skip_openers(view, first, match.end())
                if start < match.end():
                    yield Found(start, match.end(), "PublicBody", 5.0, rule)

    def offices(self, view: str) -> Iterator[Found]:
        """Departments called by who heads them: ``Trade Secretary Ana Lind``."""
        for match in self._office.finditer(view):
            yield Found(match.start(1), match.end(1), "PublicBody", 4.0, "body.office")

    def lower_bodies(self, view: str) -> Iterator[Found]:
        """Public bodies in lower case: ``the foreign ministry``."""
        for match in self._body_lower.finditer(view):
            yield Found(match.start(), match.end(), "PublicBody", 4.0, "body.lower")

    def programmes(self, view: str) -> Iterator[Found]:
        """Acts, orders, regulations and lists by the shape of their name."""
        for rule, pattern in self._programme_forms.possible(view):
            for match in pattern.finditer(view):
                first = match.start() + len(_ONTO_LIST.match(match.group()).group())  # type: ignore[union-attr]
                start = self._skip_openers(view, first, match.end())
                if start < match.end():
                    yield Found(start, match.end(), "Program", 6.0, rule)

    @cached_property
    def _titled(self) -> re.Pattern[str]:
        titles = _any(self._world.person_titles)
        particle = r"(?:(?:al|el|bin|bint|ibn|van|von|der|den|de|da|dos|du|la|le|ter|abu)[ -])"
        name = rf"(?:{particle})*[A-Z](?:[\w-]|'(?!s\b))+"
        return re.compile(rf"(?<!\w)(?:{titles}) +((?:[A-Z]\.\s*)*{name}(?: +(?:[A-Z]\.\s*)*{name}){{0,4}})")

    def people(self, view: str) -> Iterator[Found]:
        """Names after a title: ``Finance Minister Ana Lind``; the title is not part of the name."""
        for match in self._titled.finditer(view):
            start = self._skip_openers(view, match.start(1), match.end(1))
            if start < match.end(1) and not self._world.is_no_name(view[start : match.end(1)]):
                firm = of_firm(view, (match.start(), match.start(1)), match.span(1), self._world)
                if not firm or match.group(1).split()[0] in self._world.given_names:
                    yield Found(start, match.end(1), "Person", 4.0, "person.title")

    def place_led(self, view: str) -> Iterator[Found]:
        """A known place with further capitalised words: ``Tianjin Haixin Turbo`` is a firm, not the city."""
        for match in _CAPITALISED.finditer(view):
            first, _, rest = match.group().partition(" ")
            words = rest.split(" ")
            led = self._world.country_of_place(first) and self._world.country_of_place(match.group()) is None
            if led and not any(self._world.is_no_name(word) or self._world.opens_name(word) for word in words):
                yield Found(match.start(), match.end(), "Company", 3.0, "form.place_led")

    @cached_property
    def _vessel(self) -> re.Pattern[str]:
        name = r"((?:[A-Z][\w'’-]*|[A-Z]{2,})(?: +(?:[A-Z][\w'’-]*|[IVX]+|\d{1,3}|of|the(?=\s[A-Z])))*)"
        return re.compile(rf"(?<!\w)(?:{_any(self._world.vessel_cues)}) +(?:the +)?[\"']?{name}")

    def vessels(self, view: str) -> Iterator[Found]:
        """Ships after a cue: ``the tanker Kaito Star``."""
        for match in self._vessel.finditer(view):
            yield Found(match.start(1), match.end(1), "Vessel", 5.0, "vessel.cue")

    @cached_property
    def _airplane(self) -> re.Pattern[str]:
        return re.compile(rf"(?<!\w)(?:{_any(self._world.airplane_cues)}) +(?:[\"']?)({TAIL.pattern})")

    def airplanes(self, view: str) -> Iterator[Found]:
        """Aircraft by tail number after a cue."""
        for match in self._airplane.finditer(view):
            yield Found(match.start(1), match.end(1), "Airplane", 5.0, "airplane.cue")


def congress(view: str) -> Iterator[Found]:
    """Committees of a parliament's houses."""
    for match in _CONGRESS.finditer(view):
        yield Found(match.start(), match.end(), "PublicBody", 6.0, "body.congress")


def bracketed(text: str) -> Iterator[Found]:
    """Names that wire copy puts in angle brackets: ``<Kaito Holdings Ltd>``, ``its <KTO> unit``; not ticker codes.

    Args:
        text: the article's text (the view has no brackets).
    """
    for match in _BRACKETED.finditer(text):
        inner = match.group(1)
        is_code = re.fullmatch(r"[A-Z0-9]{1,6}(?:\.[A-Z]{1,3})?", inner) is not None
        before = text[: match.start()].rstrip().rsplit(None, 1)[-1:]
        if not is_code or (before and before[0][0].islower() and "." not in inner):
            yield Found(match.start(1), match.end(1), "Company", 5.0, "form.bracketed")


def _after_list(view: str, start: int, end: int, forms: frozenset[str]) -> int:
    """Where the last name of a list begins: a comma is in a name only before "and": "Food, Drugs and Water Agency"."""
    name = view[start:end]
    listed = any(word.strip(",.") in forms for word in name.split())
    last = None
    for cut in re.finditer(r",? (?:and|&) |, ", name):
        inside = cut.group() == " and " or re.match(r"[\w ]+ and [\w ]+$", name[cut.end() :])
        if listed or not inside:
            last = cut
    return start if last is None else start + last.end()


def _first_runs(words: Iterable[str]) -> frozenset[str]:
    """The first run of letters and figures of each: what a text must print where a word stands in it."""
    return frozenset(_RUN.findall(word)[0] for word in words)


def _any(words: Iterable[str]) -> str:
    """Any of the words; a blank matches several."""
    return any_of(words, " +")
