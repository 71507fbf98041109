"""What is measured."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector

from app.chain import AskError

if TYPE_CHECKING:
    from app.answer import Answer
    from app.served import ChainProvider

_REQUEST = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 1.5, 2.5, 5.0, 10.0, 30.0)
_ANSWER = (0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 1.5, 2.5, 5.0, 10.0, 30.0)
_WRITTEN = (0.1, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0, 30.0, 60.0, 120.0)


class Metrics:
    """The figures of one service. Safe to use from several threads."""

    def __init__(self) -> None:
        own = self._registry = CollectorRegistry()
        self._requests = Counter(
            "tiaowen_requests", "请求数（429 为超过频率上限，499 为对方先断开）", ("route", "status"), registry=own
        )
        self._seconds = Histogram("tiaowen_request_seconds", "请求用时", ("route",), buckets=_REQUEST, registry=own)
        self._answers = Counter("tiaowen_answers", "回答数", ("outcome", "mode"), registry=own)
        self._answer_seconds = Histogram("tiaowen_answer_seconds", "得出一个回答的用时", buckets=_ANSWER, registry=own)
        self._written = Counter(
            "tiaowen_llm_answers",
            "请语言模型改写的回答数（released 为采用了改写，其余为没有采用的原因）",
            ("outcome",),
            registry=own,
        )
        self._written_seconds = Histogram(
            "tiaowen_llm_answer_seconds", "请语言模型改写的回答的用时", buckets=_WRITTEN, registry=own
        )
        self._claims = Counter("tiaowen_llm_claims", "语言模型改写的句数", ("outcome",), registry=own)
        ProcessCollector(registry=own)

    def observe(self, route: str, status: int, seconds: float) -> None:
        """Count one request that is over. ``route`` is one of the names in ``app.guard.routes``."""
        self._requests.labels(route, str(status)).inc()
        if route != "held":  # how long a page stays open says nothing of the service
            self._seconds.labels(route).observe(seconds)

    def answered(self, answer: Answer) -> None:
        """Count one answer or refusal."""
        self._answers.labels("refused" if answer.refused else "answered", answer.mode).inc()
        if answer.generated is None:
            self._answer_seconds.observe(answer.elapsed_ms / 1000)
            return
        # apart from the others: a model takes its time, which says nothing of the search
        self._written_seconds.observe(answer.elapsed_ms / 1000)
        self._written.labels(answer.generated.outcome).inc()
        self._claims.labels("released").inc(len(answer.generated.claims))
        self._claims.labels("withheld").inc(answer.generated.withheld)

    def watch(self, provider: ChainProvider, running: Callable[[], int], audit_lost: Callable[[], int]) -> None:
        """Report, whenever asked, the index served now, questions running and audit events that were not written."""
        self._registry.register(_Service(provider, running, audit_lost))

    def exposition(self) -> bytes:
        """Everything in Prometheus' text format."""
        return generate_latest(self._registry)


class _Service(Collector):
    """Looked up when asked for: the index may have been replaced since."""

    def __init__(self, provider: ChainProvider, running: Callable[[], int], audit_lost: Callable[[], int]) -> None:
        self._provider = provider
        self._running = running
        self._audit_lost = audit_lost

    def collect(self) -> Iterator[Metric]:
        yield CounterMetricFamily("tiaowen_audit_lost", "未能写入审计日志的事件", value=self._audit_lost())
        yield GaugeMetricFamily("tiaowen_asking", "进行中的提问请求", value=self._running())
        try:
            chain = self._provider()
        except AskError:
            yield GaugeMetricFamily("tiaowen_ready", "能否回答提问", value=0)
            return
        regulations = chain.index.regulations.values()
        articles = sum(len(regulation.articles) for regulation in regulations)
        yield GaugeMetricFamily("tiaowen_ready", "能否回答提问", value=1)
        yield InfoMetricFamily("tiaowen_index", "正在使用的索引", value={"build": chain.index.build_id})
        yield GaugeMetricFamily("tiaowen_regulations", "已收录的制度", value=len(regulations))
        yield GaugeMetricFamily("tiaowen_articles", "已收录的条文", value=articles)
        yield GaugeMetricFamily("tiaowen_slots", "可同时处理的提问", value=chain.slots.count)
        yield GaugeMetricFamily("tiaowen_slots_in_use", "正在处理的提问", value=chain.slots.in_use)
        if chain.assistant is not None:
            available = not chain.assistant.is_left_alone()
            yield GaugeMetricFamily("tiaowen_llm_available", "语言模型是否可用，0 为暂不询问", value=available)
