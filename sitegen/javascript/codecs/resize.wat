;; The inner loops of resize.mjs, four channels at a time (SIMD). Addresses and counts are in bytes; a row of light has
;; 16 bytes a pixel: red, green, blue and alpha as f32, in linear light and multiplied by alpha.
(module
  (import "resize" "memory" (memory 0))

  ;; A row of RGBA bytes to a row of light. `$table` has 256 f32: the light of each sRGB level.
  (func (export "lighten") (param $from i32) (param $to i32) (param $bytes i32) (param $table i32)
    (local $end i32) (local $pixel i32) (local $alpha f32) (local $light v128)
    (local.set $end (i32.add (local.get $from) (local.get $bytes)))
    (loop $next
      (local.set $pixel (i32.load (local.get $from)))
      (local.set $light (f32x4.splat (f32.load (i32.add (local.get $table)
        (i32.shl (i32.and (local.get $pixel) (i32.const 0xff)) (i32.const 2))))))
      (local.set $light (v128.load32_lane 1 (i32.add (local.get $table)
        (i32.and (i32.shr_u (local.get $pixel) (i32.const 6)) (i32.const 0x3fc))) (local.get $light)))
      (local.set $light (v128.load32_lane 2 (i32.add (local.get $table)
        (i32.and (i32.shr_u (local.get $pixel) (i32.const 14)) (i32.const 0x3fc))) (local.get $light)))
      (local.set $light (f32x4.replace_lane 3 (local.get $light) (f32.const 1)))
      (if (i32.ne (i32.shr_u (local.get $pixel) (i32.const 24)) (i32.const 255))
        (then
          (local.set $alpha (f32.div
            (f32.convert_i32_u (i32.shr_u (local.get $pixel) (i32.const 24))) (f32.const 255)))
          (local.set $light (f32x4.mul (local.get $light) (f32x4.splat (local.get $alpha))))))
      (v128.store (local.get $to) (local.get $light))
      (local.set $to (i32.add (local.get $to) (i32.const 16)))
      (local.set $from (i32.add (local.get $from) (i32.const 4)))
      (br_if $next (i32.lt_u (local.get $from) (local.get $end)))))

  ;; A row of light to a row of another width. Each of its pixels has a place in `$starts` (i32, bytes into the row)
  ;; and `$taps` bytes of weights (f32), which follow one another.
  (func (export "across")
    (param $from i32) (param $to i32) (param $bytes i32) (param $starts i32) (param $weights i32) (param $taps i32)
    (local $end i32) (local $at i32) (local $last i32) (local $sum v128)
    (local.set $end (i32.add (local.get $to) (local.get $bytes)))
    (loop $next
      (local.set $at (i32.add (local.get $from) (i32.load (local.get $starts))))
      (local.set $last (i32.add (local.get $weights) (local.get $taps)))
      (local.set $sum (f32x4.splat (f32.const 0)))
      (loop $tap
        (local.set $sum (f32x4.add (local.get $sum)
          (f32x4.mul (v128.load (local.get $at)) (v128.load32_splat (local.get $weights)))))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (local.set $weights (i32.add (local.get $weights) (i32.const 4)))
        (br_if $tap (i32.lt_u (local.get $weights) (local.get $last))))
      (v128.store (local.get $to) (local.get $sum))
      (local.set $starts (i32.add (local.get $starts) (i32.const 4)))
      (local.set $to (i32.add (local.get $to) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $to) (local.get $end)))))

  ;; Several rows of light to one row of RGBA bytes. `$rows` has the rows' addresses (i32), `$weights` their weights,
  ;; `$taps` bytes of each. `$levels` has 16,384 bytes: the sRGB level of each amount of light.
  (func (export "down")
    (param $rows i32) (param $weights i32) (param $taps i32) (param $to i32) (param $bytes i32) (param $levels i32)
    (local $at i32) (local $tap i32) (local $alpha f32) (local $sum v128)
    (loop $next
      (local.set $tap (i32.const 0))
      (local.set $sum (f32x4.splat (f32.const 0)))
      (loop $row
        (local.set $sum (f32x4.add (local.get $sum) (f32x4.mul
          (v128.load (i32.add (i32.load (i32.add (local.get $rows) (local.get $tap))) (local.get $at)))
          (v128.load32_splat (i32.add (local.get $weights) (local.get $tap))))))
        (local.set $tap (i32.add (local.get $tap) (i32.const 4)))
        (br_if $row (i32.lt_u (local.get $tap) (local.get $taps))))
      (local.set $alpha (f32x4.extract_lane 3 (local.get $sum)))
      (if (f32.lt (local.get $alpha) (f32.const 0.002)) ;; less than half a level
        (then (i32.store (local.get $to) (i32.const 0)))
        (else
          (if (f32.lt (local.get $alpha) (f32.const 0.998))
            (then (local.set $sum (f32x4.div (local.get $sum) (f32x4.splat (local.get $alpha))))))
          (local.set $sum (i32x4.trunc_sat_f32x4_u (f32x4.add (f32x4.splat (f32.const 0.5)) (f32x4.mul
            (f32x4.splat (f32.const 16383)) (f32x4.min (f32x4.splat (f32.const 1)) (local.get $sum))))))
          (i32.store8 offset=0 (local.get $to)
            (i32.load8_u (i32.add (local.get $levels) (i32x4.extract_lane 0 (local.get $sum)))))
          (i32.store8 offset=1 (local.get $to)
            (i32.load8_u (i32.add (local.get $levels) (i32x4.extract_lane 1 (local.get $sum)))))
          (i32.store8 offset=2 (local.get $to)
            (i32.load8_u (i32.add (local.get $levels) (i32x4.extract_lane 2 (local.get $sum)))))
          (i32.store8 offset=3 (local.get $to) (i32.trunc_sat_f32_u (f32.add (f32.const 0.5)
            (f32.mul (f32.const 255) (f32.min (f32.const 1) (local.get $alpha))))))))
      (local.set $to (i32.add (local.get $to) (i32.const 4)))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $at) (local.get $bytes))))))
