# Arbeitsblätter: was um die Fragen herum steht, für Klientinnen und Klienten und auf Papier.

sheet-add-row = Eine Zeile mehr
sheet-remove-row = Entfernen
sheet-up = Nach oben
sheet-down = Nach unten
sheet-row = Zeile
sheet-choose = bitte wählen
sheet-nothing-said = keine Antwort
sheet-for-example = Zum Beispiel:
sheet-leads-to = führt zu
sheet-nothing-to-pick = Noch gibt es nichts zum Auswählen.
sheet-number = { $value } (von { $low } bis { $high })
sheet-wants-number = eine ganze Zahl von { $low } bis { $high }
sheet-wants-day = ein Datum, zum Beispiel 2026-05-14
sheet-wants-time = eine Uhrzeit, zum Beispiel 14:30
sheet-wants-offered = etwas von dem, was angeboten wird
sheet-wants-shorter = höchstens { $most } Buchstaben
sheet-wants-fewer = höchstens { $most } Zeilen

moment-title = Etwas ist passiert
moment-what-for = Halten Sie einen Moment fest, der Sie nicht loslässt. Sie können ihn später gemeinsam ansehen, von mehr als einer Seite.
moment-words = Was ist passiert?
moment-hint = So, wie ein Film es zeigen würde. Ein paar Worte genügen.
moment-when = Wann?
moment-who-reads = Ihre Therapeutin oder Ihr Therapeut kann es lesen, oft erst vor dem nächsten Treffen. Wenn Sie jetzt jemanden brauchen: Hilfe steht unten.
moment-named = Was Sie festgehalten haben
moment-nothing-written = Bitte schreiben Sie ein paar Worte zu dem, was passiert ist.
moment-wants-day = Bitte geben Sie einen Tag an, der schon war. Was Sie geschrieben haben, steht noch da.
