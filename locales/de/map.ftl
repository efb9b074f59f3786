# Die eigene Karte: was wozu führt.

map-mine = Meine Karte
map-mine-what = was wozu führt, wie Sie es sehen
map-intro = Eine Karte davon, was Sie belastet und was wozu führt, so wie Sie es sehen. Es gibt kein Richtig und kein Falsch.
map-how = Zuerst schreiben Sie auf, was Sie belastet. Dann werden Sie nacheinander gefragt, was dazu führt und wie sehr. Das dauert etwa zehn Minuten. Sie können jederzeit aufhören: Was Sie beantwortet haben, bleibt.
map-who-sees = Ihre Therapeutin oder Ihr Therapeut sieht Ihre Karte erst, wenn Sie sie zeigen.
map-kept = Sie können hier aufhören. Was Sie bisher beantwortet haben, bleibt.
map-things = Was belastet Sie?
map-things-hint = Schreiben Sie bis zu acht Dinge auf, jedes in wenigen Worten. Es kann auch etwas sein, das hilft. Zwei genügen für den Anfang.
map-thing = Ding { $number }
map-about = Worum geht es bei Ding { $number }?
map-choose = Bitte wählen
map-about-thoughts = was ich denke
map-about-emotions = was ich fühle
map-about-behaviours = was ich tue oder nicht mehr tue
map-about-environment = wo und wie ich lebe
map-about-economic = Geld oder Arbeit
map-about-relationships = andere Menschen
map-question-of = { $answered } von { $questions } beantwortet
map-what-leads = Was führt zu „{ $thing }“?
map-what-leads-hint = Kreuzen Sie an, was es stärker oder schwächer macht: höchstens drei, die wichtigsten. Kreuzen Sie nichts an, wenn nichts davon dazu führt.
map-how-much = Wie sehr führt „{ $cause }“ zu „{ $effect }“?
map-not-at-all = gar nicht
map-a-little = ein wenig
map-somewhat = etwas
map-a-lot = sehr
map-nearly-always = fast immer
map-which-way = Wenn „{ $cause }“ mehr wird, was geschieht mit „{ $effect }“?
map-gets-more = es wird mehr
map-gets-less = es wird weniger
map-finished = Das ist Ihre Karte
map-summary = { $things ->
    [one] 1 Ding
   *[other] { $things } Dinge
}, { $arrows ->
    [one] 1 Pfeil
   *[other] { $arrows } Pfeile
}.
map-leads-to-more = „{ $cause }“ führt zu mehr „{ $effect }“: { $how }.
map-leads-to-less = „{ $cause }“ führt zu weniger „{ $effect }“: { $how }.
map-no-arrows = Auf Ihrer Karte führt nichts zu etwas anderem.
map-show = Meine Karte in der Therapie zeigen
map-shown = Sie haben diese Karte gezeigt: { $when }. Sie können sie weiter ändern; gesehen wird eine Änderung erst, wenn Sie sie wieder zeigen.
map-shown-earlier = Sie haben eine frühere Karte gezeigt: { $when }. Gesehen wird diese, bis Sie die neue zeigen.
map-change = Etwas ändern
map-change-things = Die Dinge darauf ändern
map-again = Noch einmal beantworten, was zu „{ $thing }“ führt
map-joint = Ihre gemeinsame Karte
map-joint-what = { $who } hat dies aus beiden Karten gemacht, { $when }. Ist es auch Ihre?
map-need-two = Bitte schreiben Sie mindestens zwei Dinge auf.
map-need-about = Bitte wählen Sie für jede Zeile, worum es geht.
map-need-words = Bitte schreiben Sie ein paar Worte.
map-need-both = Bitte wählen Sie, wie sehr, und in welche Richtung.
map-at-most-three = Bitte kreuzen Sie höchstens drei an.
map-at-most-eight = Bitte schreiben Sie höchstens acht Dinge auf.
map-too-long = Das ist zu lang. Bitte nehmen Sie weniger Worte.
map-twice = Zwei Zeilen sagen dasselbe. Bitte ändern Sie eine davon.
map-open-questions = Eine Frage ist noch offen. Hier ist sie.
map-changed = Das hat sich inzwischen geändert. Unten steht, wie es jetzt ist.
