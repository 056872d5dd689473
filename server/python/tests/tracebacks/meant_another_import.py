from threading import Tread
