"""Lifelong: tasks one after another, a new class from few examples, other ways to send errors back."""
