# Was auf mehr als einer Seite steht, und wie Daten und Zahlen geschrieben werden.

decimal-mark = ,
day = { $weekday ->
    [1] Mo.
    [2] Di.
    [3] Mi.
    [4] Do.
    [5] Fr.
    [6] Sa.
   *[7] So.
}, { $day }. { $month ->
    [1] Januar
    [2] Februar
    [3] März
    [4] April
    [5] Mai
    [6] Juni
    [7] Juli
    [8] August
    [9] September
    [10] Oktober
    [11] November
   *[12] Dezember
}
day-of-year = { day } { $year }
moment = { $day }, { $time } Uhr

skip-to-page = Direkt zur Seite
leave-quickly = Schnell weg
fictional = Erfundene Personen
help-always = Hilfe jetzt, Tag und Nacht
here-is-help = Hier finden Sie Hilfe, Tag und Nacht
language = Sprache
continue = Weiter
back = Zurück
danger-now = Wenn Sie jetzt in Gefahr sein könnten
danger-or-too-much = Wenn Sie jetzt in Gefahr sein könnten oder es zu viel wird
emergency-call = Notruf: wenn Sie in Gefahr oder verletzt sind

# Neben dem, was beim Schreiben gespeichert wird.
saved-kept = gespeichert
saved-waiting = noch nicht gespeichert
saved-unreachable = noch nicht gespeichert: keine Verbindung, wird weiter versucht
saved-signed-out = noch nicht gespeichert: Diese Seite hat sich geschlossen. Öffnen Sie Ihren Link noch einmal in einem anderen Fenster; der Text bleibt so lange hier
saved-refused = nicht gespeichert: So konnte der Text nicht angenommen werden. Bitte sehen Sie sich die Felder oben an
saved-conflict = nicht gespeichert: Das wurde in einem anderen Fenster geändert. Beide Texte stehen hier
