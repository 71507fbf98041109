"""Figures for Prometheus: a registry of our own, few labels with few values, nothing about persons."""

from __future__ import annotations

from app.metrics.registry import Metrics
from app.metrics.route import metering

__all__ = ["Metrics", "metering"]
