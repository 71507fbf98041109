"""Rankings against judgements: the measures of retrieval under their standard names, all computed by ir_measures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from eval.measures import Match, Ref

MEASURES = ("nDCG@10", "R@5", "R@10", "R@100", "RR@10", "P@1", "Success@1", "Success@3", "Success@5")
"""The measures by their names in ir-measures, as trec_eval defines them (RR@10: as MS MARCO does)."""

DEPTH = 100
"""So many articles a ranking should hold: R@100 looks no further."""

Qrels = Mapping[str, Mapping[str, int]]
Found = Mapping[str, Sequence[tuple[str, float]]]
"""Of each query the documents found with their scores."""


def of_queries(found: Found, qrels: Qrels) -> dict[str, dict[str, float]]:
    """Of each measure its value for every query of ``found``; a query for which nothing was found has 0."""
    import ir_measures

    judged = [
        ir_measures.Qrel(query, document, grade) for query in found for document, grade in qrels.get(query, {}).items()
    ]
    scored = [
        ir_measures.ScoredDoc(query, document, score) for query, rows in found.items() for document, score in rows
    ]
    values: dict[str, dict[str, float]] = {name: dict.fromkeys(found, 0.0) for name in MEASURES}
    for result in ir_measures.iter_calc([ir_measures.parse_measure(name) for name in MEASURES], judged, scored):
        values[str(result.measure)][result.query_id] = result.value
    return values


def of_ranking(ranking: Sequence[Ref], gold: Sequence[Ref], match: Match) -> dict[str, float]:
    """Every measure of one question's ranking of articles, best first, each article once.

    With ``match="all"`` every gold article is a relevant document of its own. With ``match="any"`` the gold articles
    are places where the same answer stands, so they are judged as one document, found where the first of them is
    found: an alternative that nobody needs any more neither lacks in R@k nor lowers nDCG.
    """
    needed = list(dict.fromkeys(gold))
    if match == "any":
        alternatives, needed = set(needed), needed[:1]
        ranking = list(dict.fromkeys(needed[0] if ref in alternatives else ref for ref in ranking))
    names = {ref: str(position) for position, ref in enumerate(dict.fromkeys([*ranking, *needed]))}
    found = {"": [(names[ref], -float(rank)) for rank, ref in enumerate(ranking)]}
    values = of_queries(found, {"": {names[ref]: 1 for ref in needed}})
    return {name: by_query[""] for name, by_query in values.items()}
