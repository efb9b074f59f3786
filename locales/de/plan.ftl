# Der Plan im eigenen Bereich, und was gegen Ende entsteht.

how-near-hint = Wie nah ist es heute? 0 heißt gar nicht, 10 heißt, Sie sind da. Lassen Sie weg, was Sie möchten.
goal-rated = Am { $on } haben Sie { $rating } gesagt.
not-today = heute nicht
keep-how-near = So nah ist es, behalten
rate-one-goal = Bitte sagen Sie bei mindestens einem Ziel, wie nah es ist.
meet-twice-weekly = Sie treffen sich zweimal in der Woche.
meet-weekly = Sie treffen sich jede Woche.
meet-fortnightly = Sie treffen sich alle zwei Wochen.
meet-monthly = Sie treffen sich jeden Monat.
sessions-from-here = { $number ->
    [one] Von hier an ist ein Treffen geplant.
   *[other] Von hier an sind { $number } Treffen geplant.
}
enough-when = Es ist genug, wenn:
stopped-if = So machen wir nicht weiter, wenn:

relapse-plan = Wenn es wiederkommt
relapse-plan-what = frühe Zeichen, was hilft, ein Buch zum Behalten
relapse-lede = Was Sie über die ersten Zeichen wissen, und was dann hilft. Schreiben Sie es an einem guten Tag, für einen schwereren.
relapse-signs = Frühe Zeichen, die ich kenne
relapse-signs-hint = Wie hat es die letzten Male begonnen? Was haben andere zuerst bemerkt?
relapse-own = Was ich dann tue
relapse-own-hint = Kleine Schritte, die auch an einem schlechten Tag gehen.
relapse-people = Wen ich anrufe
relapse-people-hint = Namen und Nummern, und wann es Zeit ist, wiederzukommen.
relapse-helped = Was mir geholfen hat
relapse-helped-hint = Was Sie selbst herausgefunden und getan haben.
relapse-line = Eins pro Zeile.
relapse-write = Schreiben oder ändern
relapse-both = Ihre Therapeutin oder Ihr Therapeut kann das lesen und auch darin schreiben.
relapse-keep = Das behalten
relapse-on = Zuletzt geschrieben am { $on }.
relapse-outdated = Inzwischen hat jemand darin geschrieben. Das steht oben. Was Sie geschrieben haben, steht noch unten.
relapse-empty = Noch steht nichts da. Eine Zeile genügt.
relapse-same = Das steht schon so da. Es wurde nichts geändert.
relapse-long = Eine Zeile ist sehr lang. Bitte bleiben Sie je Zeile unter 300 Buchstaben.
book-title = Das Buch der Therapie
book-what = Eine Seite zum Behalten und Drucken: Ihre Karte damals und jetzt, Ihre Ziele, was geholfen hat, und Ihre frühen Zeichen.
book-take = Mein Buch speichern
book-from = Von { $practice }, gemacht am { $made }.
book-met = { $times ->
    [one] Sie haben sich einmal getroffen, am { $first }.
   *[other] Sie haben sich { $times } Mal getroffen, von { $first } bis { $last }.
}
book-then = Wie Sie es zuerst gesehen haben ({ $since })
book-now = Wie Sie es jetzt sehen ({ $since })
book-rated = Wie nah es war: { $first } von 10 am { $firston }, { $last } von 10 am { $laston }.
book-ways = Was Sie zusammen getan haben
