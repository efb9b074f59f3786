# E-Mails. Keine sagt etwas über jemanden: siehe crates/server/src/mail/letter.rs.

mail-test-subject = Attune: ein Test
mail-test = Das ist ein Test. E-Mails von Attune kommen an.
mail-attention-subject = Attune: bitte jetzt nachsehen
mail-attention = Etwas in Attune braucht Sie jetzt. Bitte melden Sie sich an und sehen Sie nach, was zuoberst steht:
mail-passed-on-subject = Attune: bitte jetzt nachsehen, für eine Kollegin oder einen Kollegen
mail-passed-on = Etwas in Attune hat länger als vereinbart auf jemand anderen gewartet und ist jetzt bei Ihnen. Bitte melden Sie sich an und sehen Sie nach, was zuoberst steht:
mail-urgent-subject = Attune: etwas wartet auf Sie
mail-urgent = In Attune wartet etwas auf Sie. Bitte öffnen Sie es jetzt.
mail-way-in-subject = Der Link, um den Sie gebeten haben
mail-way-in = Hier ist der Link, um den Sie gebeten haben. Er öffnet sich einmal, innerhalb von fünfzehn Minuten:
mail-way-in-unasked = Wenn Sie nicht darum gebeten haben, müssen Sie nichts tun: Ohne diese E-Mail kommt niemand hinein.
mail-reminder-subject = Eine kurze Erinnerung
mail-reminder = Die Seite, über die wir gesprochen haben, ist noch für Sie offen:
mail-reminder-stop = Sie ist nur für Sie; bitte geben Sie sie nicht weiter. Wenn Sie solche Mails nicht mehr möchten, sagen Sie es, wenn wir uns sehen.
mail-appointment-subject = Bis bald
mail-appointment = Eine kurze Erinnerung: Wir sehen uns am { $day } um { $time } Uhr.
mail-appointment-stop = Wenn das nicht passt, geben Sie uns bitte Bescheid. Wenn Sie solche Mails nicht mehr möchten, sagen Sie es, wenn wir uns sehen.
mail-nothing-more = Mehr steht mit Absicht nicht in dieser E-Mail. Ein Programm hat sie verschickt; Antworten darauf liest niemand.

# Zum Kopieren und Verschicken.

message-link = Guten Tag, hier ist die Seite, über die wir gesprochen haben: { $address } Sie ist nur für Sie und gilt bis { $until }. Bitte geben Sie sie nicht weiter.
message-space = Guten Tag, hier ist die Seite, über die wir gesprochen haben: { $address } Sie ist nur für Sie und öffnet sich einmal, bis { $until }. Bitte geben Sie sie nicht weiter.
