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
