"""The pages for readers: one module a kind of page, all rendered through one layout."""
