"""What start-up, a keystroke and a first visit cost, printed by `make bench`; nothing here passes or fails."""
