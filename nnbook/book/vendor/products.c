// Products of matrices of float64 in the browser, where NumPy has no BLAS. WebAssembly has two numbers to a register:
// here these are two columns of the result, so that each number is still the sum in the order in which NumPy adds, and
// all results are the same to the bit. `python -m tools.products` makes products.so of it, a library for Emscripten.
#include <wasm_simd128.h>

typedef struct Object { int count; void *type; } Object;
typedef void Loop(char **, const int *, const int *, void *);
typedef struct { Object head; int nin, nout, nargs, identity; Loop **loops; void **data; int ntypes, other;
                 const char *name, *types; } Ufunc;
typedef struct { Object head; void *typeobj; char kind, type, byteorder, flags; int number; } Descr;
typedef struct { Object head; char *data; int nd; int *shape, *strides; Object *base; Descr *descr; int flags; } Array;
typedef Object *Method(Array *, Array *const *, int, Object *);
typedef struct { const char *name; Method *call; } MethodDef;
typedef struct { Object head; void *type, *name, *qualname; MethodDef *method; } MethodDescr;
typedef struct { Object head; int size; Object *items[1]; } Tuple;

Object *PyNumber_MatrixMultiply(void *, void *);
Object *PyObject_Vectorcall(void *, void *const *, unsigned, Object *);
int PyUnicode_CompareWithASCIIString(Object *, const char *);

enum { DOUBLE = 12, CONTIGUOUS = 1, WRITEABLE = 0x400, DEPTH = 256, WIDTH = 4 };

static double panel[DEPTH * WIDTH];
static Ufunc *matmul;
static void *ndarray;
static Method *before;
static void *asked[3];

#define AT(a, i, row, j, column) (*(const double *)((a) + (i) * (row) + (j) * (column)))

// Four rows, or one, of the result: add the products of a strip of the left matrix and the panel.
#define STRIP(NAME, ROWS)                                                                                         \
  static inline void NAME(const char *a, int row, int column, int depth, char *c, int below) {                    \
    const double *b = panel;                                                                                      \
    v128_t sum[ROWS][2];                                                                                          \
    for (int i = 0; i < ROWS; i++)                                                                                \
      for (int j = 0; j < 2; j++) sum[i][j] = wasm_v128_load(c + i * below + 16 * j);                             \
    for (int p = 0; p < depth; p++, a += column, b += WIDTH) {                                                    \
      v128_t left = wasm_v128_load(b), right = wasm_v128_load(b + 2);                                             \
      for (int i = 0; i < ROWS; i++) {                                                                            \
        v128_t factor = wasm_v128_load64_splat(a + i * row);                                                      \
        sum[i][0] = wasm_f64x2_add(sum[i][0], wasm_f64x2_mul(factor, left));                                      \
        sum[i][1] = wasm_f64x2_add(sum[i][1], wasm_f64x2_mul(factor, right));                                     \
      }                                                                                                           \
    }                                                                                                             \
    for (int i = 0; i < ROWS; i++)                                                                                \
      for (int j = 0; j < 2; j++) wasm_v128_store(c + i * below + 16 * j, sum[i][j]);                             \
  }
STRIP(four, 4)
STRIP(one, 1)

// One product; `s` has the steps in bytes to the next row and column of each of the three.
static inline void product(const char *a, const char *b, char *c, int m, int k, int n, const int *s) {
  int whole = s[5] == sizeof(double) ? n / WIDTH * WIDTH : 0;
  for (int i = 0; i < m; i++)
    for (int j = 0; j < n; j++) {
      double sum = 0;
      if (j >= whole)
        for (int p = 0; p < k; p++) sum += AT(a, i, s[0], p, s[1]) * AT(b, p, s[2], j, s[3]);
      *(double *)(c + i * s[4] + j * s[5]) = sum;
    }
  for (int p = 0; p < k; p += DEPTH) {
    int depth = k - p < DEPTH ? k - p : DEPTH;
    for (int j = 0; j < whole; j += WIDTH) {
      for (int q = 0; q < depth; q++)
        for (int r = 0; r < WIDTH; r++) panel[q * WIDTH + r] = AT(b, p + q, s[2], j + r, s[3]);
      int i = 0;
      const char *left = a + p * s[1];
      char *here = c + j * s[5];
      for (; i + 4 <= m; i += 4) four(left + i * s[0], s[0], s[1], depth, here + i * s[4], s[4]);
      for (; i < m; i++) one(left + i * s[0], s[0], s[1], depth, here + i * s[4], s[4]);
    }
  }
}

// As NumPy calls the loop of a ufunc: sizes are those of the batch, m, k and n.
static void loop(char **args, const int *sizes, const int *steps, void *data) {
  for (int at = 0; at < sizes[0]; at++)
    product(args[0] + at * steps[0], args[1] + at * steps[1], args[2] + at * steps[2], sizes[1], sizes[2], sizes[3],
            steps + 3);
}

static int is_matrix(const Array *x) {
  return x->head.type == ndarray && x->nd == 2 && x->descr->number == DOUBLE && x->descr->byteorder == '=';
}

// a.dot(b) and a.dot(b, out=c), if all is as it must be; whatever else there may be, errors too, is NumPy's.
static Object *dot(Array *a, Array *const *args, int count, Object *names) {
  const Array *b = args[0], *c = args[1];
  if (count != 1 || !is_matrix(a) || !is_matrix(b) || a->shape[1] != b->shape[0]) return before(a, args, count, names);
  if (!names) return PyNumber_MatrixMultiply(a, (void *)b);
  const Tuple *given = (const Tuple *)names;
  int flags = CONTIGUOUS | WRITEABLE;
  if (given->size != 1 || PyUnicode_CompareWithASCIIString(given->items[0], "out") || !is_matrix(c) ||
      (c->flags & flags) != flags || c->shape[0] != a->shape[0] || c->shape[1] != b->shape[1])
    return before(a, args, count, names);
  asked[0] = a, asked[1] = (void *)b, asked[2] = (void *)c;
  return PyObject_Vectorcall(matmul, asked, 2, names);
}

// Put these in the place of NumPy's own, and tell whether that is done: no, if NumPy is not as it is known.
__attribute__((visibility("default"))) int hook(Ufunc *ufunc, void *type, MethodDescr *descr) {
  if (ufunc->nin != 2 || ufunc->nout != 1 || ufunc->ntypes > 64 || descr->method->name[0] != 'd') return 0;
  for (int at = 0; at < ufunc->ntypes; at++) {
    const char *types = ufunc->types + 3 * at;
    if (types[0] != DOUBLE || types[1] != DOUBLE || types[2] != DOUBLE) continue;
    matmul = ufunc, ndarray = type, before = descr->method->call;
    ufunc->loops[at] = loop, descr->method->call = dot;
    return 1;
  }
  return 0;
}
