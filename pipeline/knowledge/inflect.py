"""English verb and noun forms, so that rules name a lemma and match every form of it."""

from __future__ import annotations

from functools import cache

_IRREGULAR_VERBS = {
    "be": ("be", "am", "is", "are", "was", "were", "been", "being"),
    "have": ("have", "has", "had", "having"),
    "do": ("do", "does", "did", "done", "doing"),
    "go": ("go", "goes", "went", "gone", "going"),
}
_IRREGULAR_PASTS = {
    "ban": ("banned",), "bar": ("barred",), "become": ("became", "become"), "begin": ("began", "begun"),
    "bid": ("bid",), "bind": ("bound",), "break": ("broke", "broken"), "bring": ("brought",), "build": ("built",),
    "buy": ("bought",), "choose": ("chose", "chosen"), "clamp": ("clamped",), "come": ("came", "come"),
    "cost": ("cost",), "cut": ("cut",), "draw": ("drew", "drawn"), "drive": ("drove", "driven"),
    "drop": ("dropped",), "earn": ("earned",), "fall": ("fell", "fallen"), "feel": ("felt",),
    "fight": ("fought",), "find": ("found",), "forbid": ("forbade", "forbidden"), "forget": ("forgot", "forgotten"),
    "free": ("freed",), "freeze": ("froze", "frozen"), "get": ("got", "gotten"), "give": ("gave", "given"),
    "grow": ("grew", "grown"), "hit": ("hit",), "hold": ("held",), "keep": ("kept",), "know": ("knew", "known"),
    "lead": ("led",), "leave": ("left",), "let": ("let",), "lose": ("lost",), "make": ("made",),
    "mean": ("meant",), "meet": ("met",), "omit": ("omitted",), "pay": ("paid",), "permit": ("permitted",),
    "plan": ("planned",), "put": ("put",), "quit": ("quit",), "read": ("read",), "rise": ("rose", "risen"),
    "run": ("ran", "run"), "say": ("said",), "seek": ("sought",), "see": ("saw", "seen"), "sell": ("sold",),
    "send": ("sent",), "set": ("set",), "shed": ("shed",), "ship": ("shipped",), "show": ("showed", "shown"),
    "shut": ("shut",), "slam": ("slammed",), "slap": ("slapped",), "slash": ("slashed",), "slip": ("slipped",),
    "spend": ("spent",), "spin": ("spun",), "spread": ("spread",), "stand": ("stood",), "stop": ("stopped",),
    "strike": ("struck", "stricken"), "strip": ("stripped",), "submit": ("submitted",), "sue": ("sued",),
    "swap": ("swapped",), "sweep": ("swept",), "tag": ("tagged",), "take": ("took", "taken"), "tap": ("tapped",),
    "tell": ("told",), "think": ("thought",), "throw": ("threw", "thrown"), "top": ("topped",),
    "understand": ("understood",), "unfreeze": ("unfroze", "unfrozen"), "uphold": ("upheld",),
    "win": ("won",), "wind": ("wound",), "withdraw": ("withdrew", "withdrawn"), "withhold": ("withheld",),
    "write": ("wrote", "written"), "overturn": ("overturned",), "offset": ("offset",), "refer": ("referred",),
    "defer": ("deferred",), "incur": ("incurred",), "trim": ("trimmed",), "nab": ("nabbed",), "net": ("netted",),
    "rid": ("rid",), "rip": ("ripped",), "scrap": ("scrapped",), "snap": ("snapped",), "curb": ("curbed",),
    "label": ("labelled", "labeled"), "cancel": ("cancelled", "canceled"), "total": ("totalled", "totaled"),
    "penalise": ("penalised",), "signal": ("signalled", "signaled"), "compel": ("compelled",),
    "repeal": ("repealed",), "appeal": ("appealed",), "reveal": ("revealed",), "dwarf": ("dwarfed",),
    "blog": ("blogged",), "step": ("stepped",), "pledge": ("pledged",), "expel": ("expelled",),
    "control": ("controlled",), "level": ("levelled", "leveled"), "channel": ("channelled", "channeled"),
}  # fmt: skip
_DOUBLING = frozenset(
    "ban bar bid cut drop get hit let omit permit plan put quit run set shed ship shut slam slap slip spin stop strip "
    "submit swap tag tap top win trim nab net rid rip scrap snap step blog refer defer incur begin forget forbid "
    "label cancel total signal compel expel control level channel".split()
)
_IRREGULAR_NOUNS = {"company": ("company", "companies"), "man": ("man", "men"), "woman": ("woman", "women"),
                    "aircraft": ("aircraft",), "person": ("person", "persons", "people")}  # fmt: skip


@cache
def verb_forms(lemma: str) -> tuple[str, ...]:
    """Forms of a verb, British spellings included; ``lemma`` may carry a particle ("cut off").

    >>> verb_forms("add")
    ('add', 'added', 'adding', 'adds')
    """
    head, _, rest = lemma.partition(" ")
    forms = _IRREGULAR_VERBS.get(head) or {head, _s_form(head), *_past_forms(head), *_ing_forms(head)}
    return tuple(sorted(f"{form} {rest}" if rest else form for form in forms))


@cache
def noun_forms(lemma: str) -> tuple[str, ...]:
    """Singular and plural of a noun; in a compound the last word changes.

    >>> noun_forms("travel ban")
    ('travel ban', 'travel bans')
    """
    rest, _, head = lemma.rpartition(" ")
    forms = _IRREGULAR_NOUNS.get(head) or (head, _s_form(head))
    return tuple(sorted(f"{rest} {form}" if rest else form for form in forms))


def _s_form(word: str) -> str:
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    if word.endswith(("s", "x", "z", "ch", "sh", "o")):
        return word + "es"
    return word + "s"


def _past_forms(word: str) -> tuple[str, ...]:
    if word in _IRREGULAR_PASTS:
        return _IRREGULAR_PASTS[word]
    if word.endswith("e"):
        return (word + "d",)
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return (word[:-1] + "ied",)
    return (word + "ed",)


def _ing_forms(word: str) -> tuple[str, ...]:
    if word.endswith("ie"):
        return (word[:-2] + "ying",)
    if word.endswith("e") and not word.endswith(("ee", "oe", "ye")):
        return (word[:-1] + "ing",)
    if word in _DOUBLING:
        doubled = word + word[-1] + "ing"
        return (doubled, word + "ing") if word[-1] == "l" else (doubled,)
    return (word + "ing",)
