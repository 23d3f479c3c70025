"""The verbs, one file per noun: each is one labelled change, with keys and facts in and nothing of Qt or SQL."""
