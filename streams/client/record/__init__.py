"""An event typed in by a person: what is asked, and what the answers make."""
