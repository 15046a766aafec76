// Batch norm on columns: sums over rows, act((x − mean) · gain + bias + added), and its gradient.
#include "row_op.h"

namespace alignclip::column_norm {
namespace {

enum Activation { kNone, kRelu, kRelu6 };

int ActivationOf(OpKernelConstruction* c) {
  int activation = kNone;
  c->SetStatus(c->GetAttr("activation", &activation));
  if (activation < kNone || activation > kRelu6)
    c->SetStatus(absl::InvalidArgumentError("activation must be 0, 1 or 2"));
  return activation;
}

template <int kind>
ALIGNCLIP_INLINE Floats Activated(Floats z) {
  const Floats zero = {};
  if (kind == kNone) return z;
  if (kind == kRelu) return z < zero ? zero : z;  // keeps NaN
  const Floats top = Broadcast(6.0f);
  z = z < zero ? zero : z;
  return z > top ? top : z;
}

// The gradient before the activation, from that after it and the value y.
template <int kind>
ALIGNCLIP_INLINE Floats Before(Floats dy, Floats y) {
  const Floats zero = {};
  if (kind == kNone) return dy;
  const Floats passed = y > zero ? dy : zero;
  return kind == kRelu ? passed : (y < Broadcast(6.0f) ? passed : zero);
}

template <int kind>
ALIGNCLIP_INLINE void ForwardRows(const float* x, const float* mean, const float* gain, const float* bias,
                                  const float* added, float* y, int64_t rows, int64_t n) {
  for (int64_t i = 0; i < rows; i++, x += n, y += n)
    for (int64_t j = 0; j < n; j += kLanes) {
      const int64_t left = n - j;
      Floats z = (LoadPart(x + j, left) - LoadPart(mean + j, left)) * LoadPart(gain + j, left);
      z += LoadPart(bias + j, left);
      if (added) z += LoadPart(added + i * n + j, left);
      StorePart(y + j, Activated<kind>(z), left);
    }
}

ALIGNCLIP_FAST void Forward(int activation, const float* x, const float* mean, const float* gain, const float* bias,
                            const float* added, float* y, int64_t rows, int64_t n) {
  if (activation == kNone) return ForwardRows<kNone>(x, mean, gain, bias, added, y, rows, n);
  if (activation == kRelu) return ForwardRows<kRelu>(x, mean, gain, bias, added, y, rows, n);
  ForwardRows<kRelu6>(x, mean, gain, bias, added, y, rows, n);
}

// Adds the rows to sum, which is padded to whole SIMD registers; four at a time.
ALIGNCLIP_FAST void AddRows(const float* x, float* sum, int64_t rows, int64_t n) {
  int64_t i = 0;
  for (; i + 4 <= rows; i += 4, x += 4 * n)
    for (int64_t j = 0; j < n; j += kLanes) {
      const int64_t left = n - j;
      const Floats first = LoadPart(x + j, left) + LoadPart(x + n + j, left);
      const Floats last = LoadPart(x + 2 * n + j, left) + LoadPart(x + 3 * n + j, left);
      Store(sum + j, Load(sum + j) + (first + last));
    }
  for (; i < rows; i++, x += n)
    for (int64_t j = 0; j < n; j += kLanes) Store(sum + j, Load(sum + j) + LoadPart(x + j, n - j));
}

ALIGNCLIP_INLINE Floats Square(const float* x, Floats mean, int64_t left) {
  const Floats centred = LoadPart(x, left) - mean;
  return centred * centred;
}

// The same for (x − mean)².
ALIGNCLIP_FAST void AddSquares(const float* x, const float* mean, float* sum, int64_t rows, int64_t n) {
  int64_t i = 0;
  for (; i + 4 <= rows; i += 4, x += 4 * n)
    for (int64_t j = 0; j < n; j += kLanes) {
      const int64_t left = n - j;
      const Floats m = LoadPart(mean + j, left);
      const Floats first = Square(x + j, m, left) + Square(x + n + j, m, left);
      const Floats last = Square(x + 2 * n + j, m, left) + Square(x + 3 * n + j, m, left);
      Store(sum + j, Load(sum + j) + (first + last));
    }
  for (; i < rows; i++, x += n)
    for (int64_t j = 0; j < n; j += kLanes)
      Store(sum + j, Load(sum + j) + Square(x + j, LoadPart(mean + j, n - j), n - j));
}

// Adds g and g (x − mean) of two rows at a time, with g the gradient before the activation.
template <int kind>
ALIGNCLIP_INLINE void AddGradients(const float* x, const float* mean, const float* dy, const float* y, float* sum,
                                   float* along, int64_t rows, int64_t n) {
  int64_t i = 0;
  for (; i + 2 <= rows; i += 2, x += 2 * n, dy += 2 * n, y += 2 * n)
    for (int64_t j = 0; j < n; j += kLanes) {
      const int64_t left = n - j;
      const Floats m = LoadPart(mean + j, left);
      const Floats first = Before<kind>(LoadPart(dy + j, left), LoadPart(y + j, left));
      const Floats second = Before<kind>(LoadPart(dy + n + j, left), LoadPart(y + n + j, left));
      Store(sum + j, Load(sum + j) + (first + second));
      const Floats product = first * (LoadPart(x + j, left) - m) + second * (LoadPart(x + n + j, left) - m);
      Store(along + j, Load(along + j) + product);
    }
  if (i < rows)
    for (int64_t j = 0; j < n; j += kLanes) {
      const int64_t left = n - j;
      const Floats g = Before<kind>(LoadPart(dy + j, left), LoadPart(y + j, left));
      Store(sum + j, Load(sum + j) + g);
      Store(along + j, Load(along + j) + g * (LoadPart(x + j, left) - LoadPart(mean + j, left)));
    }
}

ALIGNCLIP_FAST void GradientSums(int activation, const float* x, const float* mean, const float* dy, const float* y,
                                 float* sum, float* along, int64_t rows, int64_t n) {
  if (activation == kNone) return AddGradients<kNone>(x, mean, dy, y, sum, along, rows, n);
  if (activation == kRelu) return AddGradients<kRelu>(x, mean, dy, y, sum, along, rows, n);
  AddGradients<kRelu6>(x, mean, dy, y, sum, along, rows, n);
}

template <int kind>
ALIGNCLIP_INLINE void BackwardRows(const float* const* in, float* dx, int64_t rows, int64_t n) {
  const float *x = in[0], *mean = in[1], *dy = in[2], *y = in[3], *a = in[4], *b = in[5], *c = in[6];
  for (int64_t i = 0; i < rows; i++, x += n, dy += n, y += n, dx += n)
    for (int64_t j = 0; j < n; j += kLanes) {
      const int64_t left = n - j;
      const Floats g = Before<kind>(LoadPart(dy + j, left), LoadPart(y + j, left));
      const Floats centred = LoadPart(x + j, left) - LoadPart(mean + j, left);
      StorePart(dx + j, g * LoadPart(a + j, left) + centred * LoadPart(b + j, left) + LoadPart(c + j, left), left);
    }
}

// g a + (x − mean) b + c
ALIGNCLIP_FAST void Backward(int activation, const float* const* in, float* dx, int64_t rows, int64_t n) {
  if (activation == kNone) return BackwardRows<kNone>(in, dx, rows, n);
  if (activation == kRelu) return BackwardRows<kRelu>(in, dx, rows, n);
  BackwardRows<kRelu6>(in, dx, rows, n);
}

ALIGNCLIP_FAST void ActivationGradient(int activation, const float* dy, const float* y, float* dx, int64_t count) {
  for (int64_t j = 0; j < count; j += kLanes) {
    const Floats g = LoadPart(dy + j, count - j), value = LoadPart(y + j, count - j);
    StorePart(dx + j, activation == kRelu6 ? Before<kRelu6>(g, value) : Before<kRelu>(g, value), count - j);
  }
}

struct Sums {
  static constexpr Form kInputs[] = {Form::kRows}, kOutputs[] = {Form::kSum};
  static constexpr char kShapes[] = "x must be [n, d]";
  static constexpr int64_t kCost = 1;
  explicit Sums(OpKernelConstruction*) {}

  void operator()(const RowBlock& b) const { AddRows(b.in[0], b.sums, b.rows, b.n); }
};

struct Squares {
  static constexpr Form kInputs[] = {Form::kRows, Form::kVector}, kOutputs[] = {Form::kSum};
  static constexpr char kShapes[] = "x must be [n, d], mean [d]";
  static constexpr int64_t kCost = 1;
  explicit Squares(OpKernelConstruction*) {}

  void operator()(const RowBlock& b) const { AddSquares(b.in[0], b.in[1], b.sums, b.rows, b.n); }
};

struct Value {
  static constexpr Form kInputs[] = {Form::kRows, Form::kVector, Form::kVector, Form::kVector};
  static constexpr Form kOutputs[] = {Form::kRows};
  static constexpr char kShapes[] = "x must be [n, d], mean, gain and bias [d]";
  static constexpr int64_t kCost = 1;
  explicit Value(OpKernelConstruction* c) : activation(ActivationOf(c)) {}

  void operator()(const RowBlock& b) const {
    Forward(activation, b.in[0], b.in[1], b.in[2], b.in[3], nullptr, b.out[0], b.rows, b.n);
  }

  const int activation;
};

struct ValueWithSum {
  static constexpr Form kInputs[] = {Form::kRows, Form::kVector, Form::kVector, Form::kVector, Form::kRows};
  static constexpr Form kOutputs[] = {Form::kRows};
  static constexpr char kShapes[] = "x and added must be [n, d], mean, gain and bias [d]";
  static constexpr int64_t kCost = 1;
  explicit ValueWithSum(OpKernelConstruction* c) : activation(ActivationOf(c)) {}

  void operator()(const RowBlock& b) const {
    Forward(activation, b.in[0], b.in[1], b.in[2], b.in[3], b.in[4], b.out[0], b.rows, b.n);
  }

  const int activation;
};

struct BeforeActivation {
  static constexpr Form kInputs[] = {Form::kRows, Form::kRows}, kOutputs[] = {Form::kRows};
  static constexpr char kShapes[] = "dy and y must be [n, d]";
  static constexpr int64_t kCost = 1;
  explicit BeforeActivation(OpKernelConstruction* c) : activation(ActivationOf(c)) {}

  void operator()(const RowBlock& b) const { ActivationGradient(activation, b.in[0], b.in[1], b.out[0], b.rows * b.n); }

  const int activation;
};

struct SumsOfGradient {
  static constexpr Form kInputs[] = {Form::kRows, Form::kVector, Form::kRows, Form::kRows};
  static constexpr Form kOutputs[] = {Form::kSum, Form::kSum};
  static constexpr char kShapes[] = "x, dy and y must be [n, d], mean [d]";
  static constexpr int64_t kCost = 2;
  explicit SumsOfGradient(OpKernelConstruction* c) : activation(ActivationOf(c)) {}

  void operator()(const RowBlock& b) const {
    GradientSums(activation, b.in[0], b.in[1], b.in[2], b.in[3], b.sums, b.sums + b.padded, b.rows, b.n);
  }

  const int activation;
};

struct Gradient {
  static constexpr Form kInputs[] = {Form::kRows,   Form::kVector, Form::kRows,  Form::kRows,
                                     Form::kVector, Form::kVector, Form::kVector};
  static constexpr Form kOutputs[] = {Form::kRows};
  static constexpr char kShapes[] = "x, dy and y must be [n, d], mean, a, b and c [d]";
  static constexpr int64_t kCost = 2;
  explicit Gradient(OpKernelConstruction* c) : activation(ActivationOf(c)) {}

  void operator()(const RowBlock& b) const { Backward(activation, b.in, b.out[0], b.rows, b.n); }

  const int activation;
};

REGISTER_OP("AlignclipColumnSums")
    .Input("x: float")
    .Output("sum: float")
    .SetShapeFn(tensorflow::shape_inference::UnknownShape);
REGISTER_OP("AlignclipColumnSquares")
    .Input("x: float")
    .Input("mean: float")
    .Output("sum: float")
    .SetShapeFn(tensorflow::shape_inference::UnknownShape);
REGISTER_OP("AlignclipColumnNorm")
    .Input("x: float")
    .Input("mean: float")
    .Input("gain: float")
    .Input("bias: float")
    .Output("y: float")
    .Attr("activation: int")
    .SetShapeFn(tensorflow::shape_inference::UnchangedShape);
REGISTER_OP("AlignclipColumnNormAdd")
    .Input("x: float")
    .Input("mean: float")
    .Input("gain: float")
    .Input("bias: float")
    .Input("added: float")
    .Output("y: float")
    .Attr("activation: int")
    .SetShapeFn(tensorflow::shape_inference::UnchangedShape);
REGISTER_OP("AlignclipActivationGrad")
    .Input("dy: float")
    .Input("y: float")
    .Output("dx: float")
    .Attr("activation: int")
    .SetShapeFn(tensorflow::shape_inference::UnchangedShape);
REGISTER_OP("AlignclipColumnNormSums")
    .Input("x: float")
    .Input("mean: float")
    .Input("dy: float")
    .Input("y: float")
    .Output("sum: float")
    .Output("along: float")
    .Attr("activation: int")
    .SetShapeFn(tensorflow::shape_inference::UnknownShape);
REGISTER_OP("AlignclipColumnNormGrad")
    .Input("x: float")
    .Input("mean: float")
    .Input("dy: float")
    .Input("y: float")
    .Input("a: float")
    .Input("b: float")
    .Input("c: float")
    .Output("dx: float")
    .Attr("activation: int")
    .SetShapeFn(tensorflow::shape_inference::UnchangedShape);
REGISTER_KERNEL_BUILDER(Name("AlignclipColumnSums").Device(DEVICE_CPU), RowOp<Sums>);
REGISTER_KERNEL_BUILDER(Name("AlignclipColumnSquares").Device(DEVICE_CPU), RowOp<Squares>);
REGISTER_KERNEL_BUILDER(Name("AlignclipColumnNorm").Device(DEVICE_CPU), RowOp<Value>);
REGISTER_KERNEL_BUILDER(Name("AlignclipColumnNormAdd").Device(DEVICE_CPU), RowOp<ValueWithSum>);
REGISTER_KERNEL_BUILDER(Name("AlignclipActivationGrad").Device(DEVICE_CPU), RowOp<BeforeActivation>);
REGISTER_KERNEL_BUILDER(Name("AlignclipColumnNormSums").Device(DEVICE_CPU), RowOp<SumsOfGradient>);
REGISTER_KERNEL_BUILDER(Name("AlignclipColumnNormGrad").Device(DEVICE_CPU), RowOp<Gradient>);

}  // namespace
}  // namespace alignclip::column_norm
