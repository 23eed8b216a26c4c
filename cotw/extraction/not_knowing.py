"""Not knowing: exchanges in which a memory was asked for and nothing was said.

They repeat the words of what they ask for, and so come before it in a search. An answer that begins with "I
don't remember" and then tells something is no such exchange, nor is one in which the person told something.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cotw.extraction.prose import prose, sentences
from cotw.extraction.words import query_words

# Longer texts say something, whatever they begin with.
_LONGEST_ASKED, _LONGEST_ANSWER = 600, 1_000
# So many words that were not in the question are something new.
_NEW_WORDS = 4
_KNOWLEDGE = (
    r"(?:memor(?:y|ies)|records?|recollection|information|info|details?|notes?|mention|trace|history)"
)
_UNKNOWING = re.compile(
    rf"""
    \bI\s*(?:do\s+not|don['’]t|can\s*not|can['’]t|could\s*n['’]t|could\s+not|am\s+(?:un)?able\s+to|(?:['’]m|am)\s+unable\s+to)
      \s+(?:(?:actually|really|currently|seem\s+to|quite|even|exactly)\s+)*
      (?:remember|recall|know|find|see|have\s+(?:\w+\s+){{0,3}}(?:{_KNOWLEDGE}|access|anything))\b
    | \b(?:no|not\s+(?:have|find|see)\s+any|without\s+any)\s+(?:\w+\s+){{0,2}}{_KNOWLEDGE}\b
    | \bI\s*(?:['’]m|am)\s+not\s+(?:sure|certain)\s+(?:what|who|which|whether|if|when|where|how)\b
    | \bI\s*(?:['’]m|am)\s+not\s+(?:aware|familiar)\b
    | \byou\s+(?:have\s+not|haven['’]t|had\s+not|hadn['’]t|did\s+not|didn['’]t|(?:have\s+)?never)
      \s+(?:\w+\s+)?
      (?:mention|told|tell|said|say|share|specif|talk)\w*
    | \b(?:nothing|no\s+idea|not\s+a\s+clue)\b(?=\s+(?:about|on|of|in|comes)\b|\s*[.,;!]|\s*$)
    | \b(?:does\s+not|doesn['’]t)\s+ring\s+a\s+bell\b
    | \bweiß\s+(?:ich|es|das)\s+(?:\w+\s+){{0,2}}nicht\b | \b(?:nicht|kaum)\s+(?:mehr\s+)?erinnern\b
    | \berinnere\s+mich\s+(?:\w+\s+){{0,2}}nicht\b
    | \bkeine?\w*\s+(?:erinnerung|aufzeichnung|information|ahnung|notiz|angabe)\w*
    | \bje\s+ne\s+(?:me\s+souviens|sais|me\s+rappelle)\s+pas\b | \baucun\w?\s+(?:souvenir|information|trace)\b
    | \bno\s+(?:lo\s+sé|me\s+acuerdo|recuerdo|tengo\s+(?:constancia|información|registro))\b
    | \bnon\s+(?:ricordo|mi\s+ricordo|lo\s+so)\b | \bnão\s+(?:me\s+lembro|sei|tenho\s+registro)\b
    | 覚えていません|記憶に(?:は)?ありません|わかりません|不记得|不知道|没有(?:相关|任何)?(?:记录|信息)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_BUT = re.compile(r"\b(?:but|however|though|except|aber|jedoch|allerdings|mais|pero)\b|[—–]", re.IGNORECASE)
_OFFER = re.compile(
    r"\W*(?:if|could|can|would|please|let\s+me|feel\s+free|perhaps|maybe|you\s+(?:could|can|may|might)|have\s+you|happy|sorry"
    r"|I\s*(?:['’]d|['’]ll|can|could|would|will|(?:['’]m|am)\s+(?:happy|sorry|afraid))|unfortunately|falls?|wenn|leider|magst|hast"
    r"|kannst|könntest|si)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\W*(?:(?:hey|hi|ok(?:ay)?|so|and|but|oh|well|sorry|tell|remind|please)\W+)*(?:what|who|whose|which|where|when|why|how|do|does|did|is"
    r"|are|was|were|can|could|would|will|have|has|had|any|remember|recall|remind|tell|me|I\s+(?:was\s+)?wonder\w*|I\s+forgot"
    r"|was|wer|wo|wann|warum|wie|welche\w*|weißt|erinnerst|kannst|hast)\b",
    re.IGNORECASE,
)
_ASKS_MEMORY = re.compile(
    r"\b(?:(?:do|can|could|don['’]t)\s+you\s+(?:\w+\s+)?(?:remember|recall)|remind\s+me|did\s+I\s+(?:\w+\s+)?(?:tell|mention)|have\s+I"
    r"\s+(?:\w+\s+)?(?:told|mentioned)|still\s+know|weißt\s+du\s+noch|erinnerst\s+du|te\s+souviens|te\s+acuerdas|recuerdas|ti\s+ricordi)\b"
    r"|覚えて(?:い)?ます|还记得",
    re.IGNORECASE,
)
_AGREEING = frozenset(
    "absolutely certainly course definitely indeed ja klar natürlich nein ok okay recall right sure".split()
)


def adds_nothing(human: str, agent: str) -> bool:
    """Whether `human` merely asks for something said before, and `agent` has nothing new to say of it."""
    if not human or len(human) > _LONGEST_ASKED or len(agent) > _LONGEST_ANSWER or not _only_asks(human):
        return False
    if not _ASKS_MEMORY.search(human) and not _UNKNOWING.search(agent):
        return False
    return len(_new_words(human, agent)) < (_NEW_WORDS if _UNKNOWING.search(agent) else 1)


def _only_asks(human: str) -> bool:
    said = list(_sentences(human))
    return bool(said) and all(one.endswith(("?", "？")) or _ASKS.match(one) for one in said)


def _new_words(human: str, agent: str) -> set[str]:
    """The words of what `agent` tells that are not in `human`."""
    told = " ".join(_told(_sentences(agent)))
    return set(query_words(told)) - set(query_words(human)) - _AGREEING


def _told(said: Iterable[str]) -> Iterator[str]:
    """What is left of sentences without not knowing, offers and questions back."""
    for one in said:
        if found := _UNKNOWING.search(one):
            turn = _BUT.search(one, found.end())
            one = one[turn.end() :] if turn else ""
        if one and not one.endswith(("?", "？")) and not _OFFER.match(one):
            yield one


def _sentences(text: str) -> Iterator[str]:
    plain = prose(text)
    return (plain[begin:end].strip() for begin, end in sentences(plain))
