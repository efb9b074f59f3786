# Correos. Ninguno dice nada de nadie: véase crates/server/src/mail/letter.rs.

mail-test-subject = Attune: una prueba
mail-test = Esto es una prueba. Los correos de Attune llegan.
mail-attention-subject = Attune: por favor, mire ahora
mail-attention = Algo en Attune le necesita ahora. Por favor, entre y mire lo que está en primer lugar:
mail-passed-on-subject = Attune: por favor, mire ahora, de parte de otra persona
mail-passed-on = Algo en Attune ha esperado a otra persona más de lo acordado, y ahora le toca a usted. Por favor, entre y mire lo que está en primer lugar:
mail-urgent-subject = Attune: algo le espera
mail-urgent = Algo le espera en Attune. Por favor, ábralo ahora.
mail-way-in-subject = El enlace que ha pedido
mail-way-in = Aquí tiene el enlace que ha pedido. Se abre una vez, en los próximos quince minutos:
mail-way-in-unasked = Si no lo ha pedido, no tiene que hacer nada: sin este correo no entra nadie.
mail-reminder-subject = Un breve recordatorio
mail-reminder = La página de la que hablamos sigue abierta para usted:
mail-reminder-stop = Es solo para usted; por favor, no la comparta. Si no quiere recibir más correos así, dígalo cuando nos veamos.
mail-appointment-subject = Hasta pronto
mail-appointment = Un breve recordatorio: nos vemos el { $day } a las { $time }.
mail-appointment-stop = Si no le va bien, por favor avísenos. Si no quiere recibir más correos así, dígalo cuando nos veamos.
mail-nothing-more = A propósito, este correo no dice nada más. Lo ha enviado un programa; nadie lee las respuestas.

# Para copiar y enviar.

message-link = Hola, aquí tiene la página de la que hablamos: { $address } Es solo para usted y funciona hasta el { $until }. Por favor, no la pase a nadie.
message-space = Hola, aquí tiene la página de la que hablamos: { $address } Es solo para usted y se abre una vez, hasta el { $until }. Por favor, no la pase a nadie.
