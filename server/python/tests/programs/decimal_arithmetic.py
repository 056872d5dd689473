from decimal import *
import math, fractions, threading
D = Decimal
print(D('0.10') + D('0.20'), D('1.1') * 3, 5 - D('2.5'), D(1) / D(3), D(7) // D('2.5'), D(-7) % D(3), divmod(D(17), 5), D(2) ** 10, D('1.1') ** 2, D(2) ** D('0.5'), D(2) ** -3)
print(repr(D('1E+5')), D('1E-7'), D('0.000001'), D('123.4500'), D('-0'), D('Infinity'), D('-nan12'), D('sNaN'), D('1_000.5'), D('  12 '))
print(D(0.1), D((1, (1, 2, 3), -2)), D(12345678901234567890123456789012345), +D('12345678901234567890123456789012345'))
print(getcontext())
for r in (ROUND_UP, ROUND_DOWN, ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_05UP):
    print(r, *[D(x).quantize(D('0.1'), rounding=r) for x in ('1.25', '1.35', '-1.25', '-1.21', '1.05', '1.5', '2.00')])
    with localcontext() as ctx:
        ctx.rounding = r; ctx.prec = 3
        print(*[+D(x) for x in ('1.2345', '-1.2355', '9.9951', '-9.995', '1.005', '999.5')])
print(D('2').sqrt(), D('16').sqrt(), D('0.04').sqrt(), D('1e-20').sqrt(), D('12345.678').sqrt(), D('2E3').sqrt())
print(D(1).exp(), D('-2.5').exp(), D(10).ln(), D('0.5').ln(), D(1000).log10(), D('2').log10(), D('123.45').ln(), D('1.0000001').ln(), D(30).exp(), D('0.001').exp())
print(D('3') == 3, D('0.5') == 0.5, D('0.1') == 0.1, D('1') < 1.5, D('0.5') == fractions.Fraction(1, 2), hash(D(7)) == hash(7), hash(D('0.5')) == hash(0.5), hash(D('1E2')) == hash(100), hash(D('-1.50')) == hash(-1.5))
print({D('1.0'): 'a'}[1], sorted([D('3.1'), 2, D('-1'), 2.5]), max(D('1'), D('1.0')), sum([D('0.1')] * 10), sum([D('0.1')] * 3, D(0)))
for f in ('.2f', '10.3f', '<10', '^12.1f', '+.1e', ',.2f', '012.2f', '%', '.1%', 'e', 'g', '.3g', 'G', 'E', '>+15,.3f', '', 'f', '*^14', '014,.1f', '.0f'):
    print(f, *[repr(format(D(x), f)) for x in ('1234567.891', '-0.00005', '0', '1E+3', 'NaN', '-Infinity', '2.5', '0.000')])
def t(f):
    try: print(f())
    except Exception as e: print(type(e), e)
t(lambda: D('abc')); t(lambda: D(1) / 0); t(lambda: D(0) / 0); t(lambda: D('Infinity') - D('Infinity')); t(lambda: D(10) ** 9999999)
t(lambda: D('1e30') // 1); t(lambda: D('1e30') % 7); t(lambda: D(5) % 0); t(lambda: D(5) // 0); t(lambda: D('sNaN') + 1); t(lambda: D('NaN') < 1); t(lambda: D('NaN') == D('NaN')); t(lambda: D(-1).sqrt()); t(lambda: D(None)); t(lambda: D([1])); t(lambda: D((2, (1,), 0)))
t(lambda: int(D('NaN'))); t(lambda: int(D('Infinity'))); t(lambda: D('1.5').quantize(D('1e-30'))); t(lambda: format(D(1), 'x')); t(lambda: D(-8) ** D('0.5')); t(lambda: 0 ** D(0)); t(lambda: D(-1).ln()); t(lambda: D(0).ln())
print(int(D('-3.9')), float(D('1.25')), round(D('2.5')), round(D('2.675'), 2), math.floor(D('-1.5')), math.ceil(D('1.2')), math.trunc(D('-1.7')), bool(D('0.0')), abs(D('-2.50')), -D('0'), complex(D('1.5')))
print(D('1.200').normalize(), D('100').normalize(), D('1.5').as_tuple(), D('2.50').as_integer_ratio(), D('123.456').adjusted(), D('1.7').to_integral_value(), D('1E+3').to_integral(), D('12.3').scaleb(2), D('3.14').copy_sign(D(-1)), D(7).fma(2, 3), D('1.3').max(D('1.30')), D(3).compare(D(4)), D('1').compare_total(D('1.0')), D('1').next_plus(), D('1').next_minus(), D('1').logb(), D('10').remainder_near(D('6')), D('123').shift(2), D('123').rotate(1), D('12').number_class(), D('1e3').to_eng_string(), D('12.30').is_signed(), D('1.20').same_quantum(D('5.55')))
ctx = Context(prec=5, rounding=ROUND_HALF_UP, traps=[])
setcontext(ctx)
print(D(1) / D(3), D(1) / D(0), D(0) / D(0), ctx.flags[DivisionByZero], ctx.flags[Inexact], ctx.flags[InvalidOperation])
print(ctx.create_decimal('3.1415926535'), ctx.divide(1, 7), ctx.sqrt(2), ctx.power(2, 100), ctx.multiply(D('1.23456'), D('1')), ctx.flags)
ctx.clear_flags(); print(ctx.flags[Inexact], D('1e-999999') / 1000000, D('9e999999') * 10, ctx)
ctx.traps[Inexact] = True
t(lambda: D(1) / 3)
with localcontext(prec=10) as c: t(lambda: D(2).sqrt())
ctx.traps[FloatOperation] = True
t(lambda: D(0.5)); t(lambda: D('0.5') < 1.0); t(lambda: D('0.5') == 0.5)
def w(): print("thread", getcontext().prec)
th = threading.Thread(target=w); th.start(); th.join()
print(getcontext().prec)
t(lambda: Context(prec=0)); t(lambda: Context(rounding='x')); t(lambda: setcontext(3))
setcontext(DefaultContext)
print(D('0.1') + D('0.2') == D('0.3'), D(10) / 4, D('1e5') * 1, D('5.00') / D('2.00'), D('1000000') * D('1.07') ** 30, D(2) ** D(100), D('1.05') ** 200, D(3) ** D('-2.5'), D('0.9') ** 5000, pow(D(3), 4, 5))
print(repr(D('1')).__len__(), f"{D('19.99') * 3:>10}", "%s %.2f %d" % (D('1.10'), D('2.345'), D('7.9')), str(D('1E+2')), D.from_float(0.3), D('1.0') in {1, 2}, D('1').__class__, D('-0.0') == 0)
