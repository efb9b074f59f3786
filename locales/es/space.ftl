# El espacio propio.

back-to-space = Volver a su espacio
