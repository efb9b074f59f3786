# Der eigene Bereich.

your-space = Ihr Bereich
back-to-space = Zurück zu Ihrem Bereich
today = Heute
questions = Fragen
diary = Befinden
journal = Notizen
more = Mehr

door-hello = Guten Tag. Hier ist ein Ort für Sie.
door-what = Dort finden Sie, worum man Sie gebeten hat, was Sie gemeinsam vereinbart haben und was Ihnen gehört.
door-open = Auf diesem Gerät öffnen
door-once = Dieser Link öffnet sich einmal, auf einem Gerät. Nehmen Sie eines, das Ihnen gehört.
nobody-watches = Niemand schaut gerade zu. Wenn Sie Hilfe brauchen, warten Sie bitte nicht.

space-closed = Ihr Bereich ist auf diesem Gerät geschlossen
space-closed-why = Sie haben nichts falsch gemacht. Er schließt sich, wenn Sie gehen, und von selbst nach einer Stunde, in der nichts geöffnet wurde.
space-closed-kept = Was Sie geschrieben und beantwortet haben, ist gespeichert. Ein Link, der einmal geöffnet wurde, öffnet sich nicht noch einmal.
come-in-again = Wieder hereinkommen
no-own-way = Wenn Sie keinen eigenen Zugang eingerichtet haben, bitten Sie Ihre Therapeutin oder Ihren Therapeuten um einen neuen Link.

asked-of-you = Worum Sie gebeten werden
nothing-asked = Im Moment werden Sie um nichts gebeten.
when-we-meet = Wann wir uns sehen
meet-at = { $day } um { $time } Uhr, { $how }
meet-where = Das sind die Uhrzeiten hier in der Praxis. Wenn eine nicht passt, geben Sie uns bitte Bescheid.
look-together = Wann Sie gemeinsam darauf schauen
look-together-on = Sie wollten gemeinsam darauf schauen, wie es läuft, ungefähr am { $on }.
no-day-written = Hier steht noch kein Tag. Wann Sie sich treffen, erfahren Sie in der Praxis.
no-look-day = Dafür steht noch kein Tag fest.
wanted-to-try = Was Sie ausprobieren wollten
nothing-to-try = Bis Sie sich wieder treffen, steht hier nichts. Das ist in Ordnung.
nobody-watches-today = Niemand schaut gerade zu. Es kann bis zu Ihrem nächsten Treffen dauern, bis jemand liest, was Sie senden. Wenn Sie vorher jemanden brauchen, warten Sie bitte nicht.

waiting-asked = { $asker } bittet Sie, { $questions ->
    [one] eine kurze Frage
   *[other] { $questions } kurze Fragen
} zu beantworten. Das dauert etwa { $minutes ->
    [one] eine Minute
   *[other] { $minutes } Minuten
}.
asked-on = Gefragt am { $on }
open-questions = Diese Fragen öffnen
no-questions = Es warten keine Fragen auf Sie.
what-you-answered = Was Sie beantwortet haben
answers-of = Antworten vom { $on }

help-whom = wen Sie anrufen können, Tag und Nacht
sign-out-here = Auf diesem Gerät abmelden
leaving-signs-out = „Schnell weg“ meldet Sie auch ab und zeigt sofort eine andere Seite. Was Sie geschrieben haben, ist gespeichert.

my-plan = Mein Plan
my-way-in = Mein Zugang
my-way-in-what = mit einem Passkey oder einer E-Mail wiederkommen
my-course = Mein Verlauf
my-course-what = wie sich Ihre Antworten verändert haben
my-letters = Briefe
my-letters-what = was für Sie zum Lesen geschrieben wurde
no-letters = Hier ist noch nichts.
no-letters-why = Ein Brief steht hier, sobald er Ihnen gezeigt wird.
letter-save = Als Datei speichern
my-data = Meine Daten
my-data-what = alles mitnehmen und sehen, wer hineingesehen hat
my-devices = Meine Geräte
my-devices-what = wo Ihr Bereich offen ist
come-back = Damit Sie wiederkommen können
come-back-why = Der Link, mit dem Sie gekommen sind, öffnet sich nur einmal. Richten Sie sich einen eigenen Zugang ein: Das dauert eine Minute.
set-up-way-in = Meinen Zugang einrichten
