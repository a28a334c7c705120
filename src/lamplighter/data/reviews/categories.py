"""The table of categories, largest first."""

from __future__ import annotations

from lamplighter.data.reviews.books import BOOKS
from lamplighter.data.reviews.films import FILMS
from lamplighter.data.reviews.food import FOOD
from lamplighter.data.reviews.kitchen import KITCHEN
from lamplighter.data.reviews.phones import PHONES
from lamplighter.data.reviews.shoes import SHOES

__all__ = ["CATEGORIES"]

CATEGORIES = (FILMS, FOOD, PHONES, BOOKS, KITCHEN, SHOES)
