"""Figures for Prometheus: a registry of our own, few labels with few values, nothing about persons."""

from __future__ import annotations

from app.metrics.registry import Metrics

__all__ = ["Metrics"]
