# Was in einen Brief entworfen wird, und was an seinem Fuß steht.

letter-score = { $measure }: { $value } am { $on }, auf einer Skala von { $low } bis { $high }.
letter-band = Veröffentlichter Bereich (englisch): { $band }.
letter-since = Am Anfang, am { $on }, waren es { $value }.
letter-better = Das sind { $points } Punkte in die gute Richtung, mehr als der Messfehler (ab { $threshold } Punkten).
letter-worse = Das sind { $points } Punkte in die ungünstige Richtung, mehr als der Messfehler (ab { $threshold } Punkten).
letter-within = Das ist ein Unterschied von { $points } Punkten, der Messfehler sein kann (mehr wäre es ab { $threshold } Punkten).
letter-no-rule = Das ist ein Unterschied von { $points } Punkten; keine belegte Regel sagt, ob das mehr als Messfehler ist.
letter-rule = Regel: { $source }.
letter-once = Ein einzelner Wert sagt nichts über eine Veränderung.
letter-own-scale = Diese kurze Skala ist nicht validiert und vergleicht eine Person nur mit sich selbst.
letter-met = { $times ->
    [one] Wir trafen uns einmal, am { $first }.
   *[other] Wir trafen uns { $times } Mal, vom { $first } bis zum { $last }.
}
letter-person = Am { $on }, von 0 (sehr schwer) bis 10 (sehr gut): { $list }. Diese Abfrage ist keine validierte Skala.
letter-map = Was wir gemeinsam als aufrechterhaltend gezeichnet haben: { $factors } Dinge und { $arrows } Einflüsse zwischen ihnen.
letter-together = Vereinbarter Plan, Fassung { $number }, vom { $on }. Wir sehen ihn am { $again } wieder an.
letter-about = { $client }, geboren am { $born }
letter-page = Seite { $page } von { $pages }
letter-unknown = (nicht bekannt)
