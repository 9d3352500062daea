"""Forty made photos: what is on each, and what ought to be said of it."""

from suara_local.banners.scenes import FORWARDED, OLD_PHONE, Scene

FOREIGN = "https://undian-berhadiah.example/klaim?id=8841"
WIFI = "WIFI:T:WPA;S:Tamu Kantor;P:selamatdatang;;"
SIDEWAYS = (3024, 4032)

# What ought to be said, and of what.
PHOTOS: tuple[tuple[str, Scene], ...] = (
    ("readable", Scene(name="A4 poster at 0.8 m", distance=0.8)),
    ("readable", Scene(name="A4 poster at 0.5 m", distance=0.5)),
    ("readable", Scene(name="A3 poster at 1.2 m", format="a3", distance=1.2)),
    ("readable", Scene(name="tent at 0.6 m", format="tent", distance=0.6)),
    ("readable", Scene(name="banner at 3 m", format="banner", distance=3.0)),
    ("readable", Scene(name="banner at 2 m", format="banner", distance=2.0)),
    ("readable", Scene(name="sticker at 0.4 m", format="sticker", distance=0.4)),
    ("readable", Scene(name="from the side, 30 degrees", distance=0.7, turn=(30, 0, 0))),
    ("readable", Scene(name="from below, 25 degrees", distance=0.7, turn=(0, 25, 0))),
    ("readable", Scene(name="phone held askew", distance=0.7, turn=(10, 10, 20))),
    ("readable", Scene(name="hung upside down", distance=0.7, turn=(0, 0, 180))),
    ("readable", Scene(name="upright phone (EXIF 6)", distance=0.8, size=SIDEWAYS, orientation=6)),
    ("readable", Scene(name="phone upside down (EXIF 3)", distance=0.8, orientation=3)),
    ("readable", Scene(name="dim corridor", distance=0.7, light=0.3, noise=7)),
    ("readable", Scene(name="a little out of focus", distance=0.6, blur=3.5)),
    ("readable", Scene(name="grainy, old phone", distance=0.7, size=OLD_PHONE, noise=14)),
    ("readable", Scene(name="forwarded by messenger", distance=0.7, size=FORWARDED, quality=45)),
    ("readable", Scene(name="glare beside the code", distance=0.7, glare=(1.1, -0.9, 0.35))),
    ("readable", Scene(name="Wi-Fi code beside it", distance=0.7, beside=WIFI)),
    ("readable", Scene(name="small stain on the code", distance=0.7, cover=(0.0, 0.1, 0.14, 0.1))),
    ("too_small", Scene(name="A4 poster at 1.6 m", distance=1.6)),
    ("too_small", Scene(name="A4 poster at 3 m", distance=3.0)),
    ("too_small", Scene(name="banner at 5 m", format="banner", distance=5.0)),
    ("too_small", Scene(name="sticker at 1 m", format="sticker", distance=1.0)),
    ("too_small", Scene(name="sharply from the side", distance=0.9, turn=(62, 0, 0))),
    ("glare", Scene(name="lamp in the middle of the code", distance=0.7, glare=(0.05, 0.05, 0.42))),
    ("glare", Scene(name="lamp over a corner square", distance=0.7, glare=(-0.38, -0.38, 0.4))),
    ("glare", Scene(name="window over half of the code", distance=0.7, glare=(0.5, 0.0, 0.6))),
    ("cut_off", Scene(name="right half out of the photo", distance=0.4, aim=(-258, 0))),
    ("cut_off", Scene(name="top cut off", distance=0.4, aim=(0, 200))),
    ("cut_off", Scene(name="one corner out of the photo", distance=0.4, aim=(-220, 165))),
    (
        "covered",
        Scene(name="notice over half of the code", distance=0.7, cover=(0, -0.6, 0.7, 1.2)),
    ),
    (
        "covered",
        Scene(name="notice over a corner square", distance=0.7, cover=(-0.6, -0.6, 0.5, 0.5)),
    ),
    ("foreign", Scene(name="foreign code stuck over ours", distance=0.7, over=FOREIGN)),
    ("foreign", Scene(name="Wi-Fi code stuck over ours", distance=0.6, over=WIFI)),
    ("other_point", Scene(name="another point's poster", distance=0.7, point="other")),
    ("old_print", Scene(name="earlier print, no signature", distance=0.7, unsigned=True)),
    ("dark", Scene(name="lamp is off", distance=0.7, light=0.05, noise=6)),
    ("blurred", Scene(name="moved while taking it", distance=0.9, blur=16)),
    ("nothing", Scene(name="bare wall", distance=1.0, empty=True)),
)
