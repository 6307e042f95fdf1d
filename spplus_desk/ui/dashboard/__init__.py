"""« Tableau de bord »: figures with their definitions and lists, two clocks that never mix."""
