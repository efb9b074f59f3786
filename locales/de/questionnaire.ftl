# Einen Fragebogen beantworten: hereinkommen, eine Frage nach der anderen, durchsehen, absenden.

welcome = Willkommen
welcome-asked = Guten Tag. { $asker } bittet Sie, { $questions ->
    [one] eine kurze Frage
   *[other] { $questions } kurze Fragen
} zu beantworten. Das dauert etwa { $minutes ->
    [one] eine Minute
   *[other] { $minutes } Minuten
}.
welcome-again = Willkommen zurück. Sie haben { $met } von { $of } gesehen. Alles, was Sie beantwortet haben, ist gespeichert.
start = Anfangen
go-on = Weitermachen
good-to-know = Gut zu wissen
no-right-answers = Es gibt keine richtigen oder falschen Antworten. Sie können jede Frage auslassen.
stop-any-time = Sie können jederzeit aufhören und später mit demselben Link weitermachen.
stop-any-time-until = Sie können jederzeit aufhören und später mit demselben Link weitermachen, bis { $until }.
where-answers-go = Ihre Antworten gehen an { $asker }, wenn Sie sie absenden, und kommen in Ihre Akte. Nur wer mit Ihnen arbeitet, kann sie lesen. Wenn Sie antworten, dass Sie in Gefahr sein könnten, sieht { $asker } diese eine Antwort auch dann, wenn Sie dort aufhören.
nobody-reads-along = Niemand liest mit. Es kann bis zu Ihrem nächsten Treffen dauern, bis { $asker } Ihre Antworten sieht. Wenn Sie vorher Hilfe brauchen, warten Sie bitte nicht.
own-questions = Das sind unsere eigenen Fragen. Sie sind kein geprüfter Fragebogen: Sie zeigen, wie es für Sie läuft, und vergleichen Sie mit niemandem.
where-from = Woher diese Fragen kommen
other-language = Diese Fragen gibt es hier nicht auf Deutsch. Sie werden auf { $language ->
    [de] Deutsch
    [es] Spanisch
   *[en] Englisch
} gestellt, so wie sie geschrieben und geprüft wurden.

question-of = Frage { $number } von { $of }
number-of = { $number } von { $of }
no-connection = Keine Verbindung. Ihre bisherigen Antworten sind gespeichert. Diese wird von selbst noch einmal gesendet, sobald es geht.
kept-here = Noch nicht gesendet: Diese Antwort ist auf diesem Telefon verschlossen aufbewahrt. Sie können die Seite schließen. Sobald Sie wieder mit Verbindung hier sind, wird sie gesendet; nach einem Tag wird sie hier entfernt.
rather-not = Das möchte ich lieber nicht beantworten
own-words-hint = In Ihren eigenen Worten, so viel oder so wenig Sie mögen. Sie können es auch leer lassen.
stop-here-kept = Sie können jederzeit aufhören. Was Sie bisher beantwortet haben, ist gespeichert, und derselbe Link bringt Sie hierher zurück.
pick-an-answer = Wählen Sie eine Antwort, oder sagen Sie, dass Sie diese Frage lieber nicht beantworten möchten.
does-not-apply = trifft nicht zu
does-not-apply-to-me = Trifft auf mich nicht zu
value-of = { $value } von { $of }
towards = { $value } in Richtung „{ $side }“
in-the-middle = in der Mitte

pause-title = Danke, dass Sie uns das sagen
pause-heavy = Solche Gedanken können sehr schwer sein. Viele Menschen haben sie, und Sie müssen damit nicht allein bleiben.
pause-who-sees = { $asker } sieht diese eine Antwort, auch wenn Sie den Rest nicht absenden, und wird mit Ihnen darüber sprechen wollen. Aber niemand schaut gerade zu, und es kann etwas dauern. Warten Sie deshalb bitte nicht, wenn Sie jetzt jemanden brauchen.
pause-go-on = Mit den Fragen weitermachen
pause-stop = Sie können auch hier aufhören. Ihre Antworten sind gespeichert, und derselbe Link bringt Sie zurück.

your-answers = Ihre Antworten
look-over = Schauen Sie noch einmal darüber. Sie können jede Antwort ändern, bevor Sie alles an { $asker } senden.
unanswered = { $number ->
    [one] Eine Frage hat keine Antwort
   *[other] { $number } Fragen haben keine Antwort
}. Das ist in Ordnung: Eine ausgelassene Antwort zählt nie als Null. Sie können alles so absenden oder vorher etwas ändern.
nothing-written = nichts geschrieben
not-answered = nicht beantwortet
change = Ändern
change-answer = Antwort { $number }
send-to = An { $asker } senden
after-sending = Nach dem Absenden können Sie die Antworten hier nicht mehr ändern. Wenn etwas nicht stimmt, sagen Sie es { $asker }.

sent = Gesendet. Vielen Dank.
answers-arrived = Ihre Antworten sind angekommen. Sie helfen zu sehen, wie es Ihnen geht.
sent-before = Schon gesendet. Vielen Dank.
nothing-more-to-do = Diese Fragen sind beantwortet. Sie müssen hier nichts mehr tun.
these-are-answered = Diese Fragen sind beantwortet.
go-on-with = Weiter: { $number } von { $of }
stop-and-give-back = Sie können auch hier aufhören und das Gerät zurückgeben.
stop-and-come-back = Sie können auch hier aufhören. Derselbe Link bringt Sie zurück.
give-device-back = Das Gerät zurückgeben
very-hard = Sie haben uns gesagt, dass es gerade sehr schwer ist
do-not-wait = Es kann bis zu Ihrem nächsten Treffen dauern, bis jemand Ihre Antworten liest. Wenn Sie vorher jemanden brauchen, warten Sie bitte nicht.
read-later = Es kann bis zu Ihrem nächsten Treffen dauern, bis sie gelesen werden. Wenn Sie vorher jemanden brauchen, warten Sie bitte nicht.
can-close = Sie können diese Seite jetzt schließen.

not-open = Diese Seite ist nicht offen
not-open-why = Sie haben nichts falsch gemacht. Links gelten nur eine gewisse Zeit, und eine Seite, die eine Stunde lang nicht benutzt wird, schließt sich von selbst.
not-open-what-now = Bitte öffnen Sie den Link in Ihrer Nachricht noch einmal. Ihre bisherigen Antworten sind gespeichert. Wenn er sich immer noch nicht öffnet, bitten Sie Ihre Therapeutin oder Ihren Therapeuten um einen neuen.

trouble-title = Gerade nicht
trouble = Das hat gerade nicht geklappt
trouble-kept = Es liegt nicht an Ihnen. Alles, was Sie vorher beantwortet haben, ist gespeichert.
try-again = Noch einmal versuchen

help-now = Hilfe jetzt
what-you-can-do = Was Sie tun können
back-to-questions = Zurück zu den Fragen
