# Der eigene Bereich.

back-to-space = Zurück zu Ihrem Bereich
