// What the functions that the add-on exports to JavaScript share.
#pragma once

#ifndef NAPI_VERSION
#define NAPI_VERSION 8
#endif
#include <node_api.h>

#include <cstdint>
#include <stdexcept>

namespace alignclip {

inline void Require(bool condition, const char* message) {
  if (!condition) throw std::invalid_argument(message);
}

// Node refuses most calls while it ends a thread.
inline void Must(napi_status status) {
  if (status != napi_ok) throw std::runtime_error("refused by Node");
}

// The elements of a typed array, which JavaScript keeps alive.
template <typename T>
struct Span {
  T* data = nullptr;
  int64_t length = 0;
};

template <typename T>
struct TypeOf;
template <>
struct TypeOf<uint8_t> {
  static constexpr napi_typedarray_type value = napi_uint8_array;
};
template <>
struct TypeOf<int32_t> {
  static constexpr napi_typedarray_type value = napi_int32_array;
};
template <>
struct TypeOf<float> {
  static constexpr napi_typedarray_type value = napi_float32_array;
};

// The arguments of a call, read in order. Throws std::invalid_argument on one of the wrong type.
class Arguments {
 public:
  Arguments(napi_env env, napi_callback_info info) : env_(env) {
    Must(napi_get_cb_info(env, info, &count_, values_, nullptr, nullptr));
  }

  napi_value Value() {
    Require(next_ < count_ && next_ < kMaxArguments, "too few arguments");
    return values_[next_++];
  }

  int32_t Integer() {
    int32_t number;
    Require(napi_get_value_int32(env_, Value(), &number) == napi_ok, "an argument is not an integer");
    return number;
  }

  template <typename T>
  static Span<T> Elements(napi_env env, napi_value value) {
    napi_typedarray_type type;
    size_t length;
    void* data;
    const napi_status status = napi_get_typedarray_info(env, value, &type, &length, &data, nullptr, nullptr);
    Require(status == napi_ok && type == TypeOf<T>::value, "a typed array of the wrong type");
    return {static_cast<T*>(data), static_cast<int64_t>(length)};
  }

 private:
  static constexpr size_t kMaxArguments = 8;
  napi_env env_;
  size_t count_ = kMaxArguments, next_ = 0;
  napi_value values_[kMaxArguments];
};

// A function for JavaScript; an exception of `call` becomes an Error there.
template <napi_value (*call)(napi_env, Arguments)>
napi_value Exported(napi_env env, napi_callback_info info) {
  try {
    return call(env, Arguments(env, info));
  } catch (const std::exception& error) {
    napi_throw_error(env, nullptr, error.what());
    return nullptr;
  }
}

template <napi_value (*call)(napi_env, Arguments)>
void Export(napi_env env, napi_value exports, const char* name) {
  napi_value function;
  if (napi_create_function(env, name, NAPI_AUTO_LENGTH, Exported<call>, nullptr, &function) == napi_ok)
    napi_set_named_property(env, exports, name, function);
}

namespace crops {
napi_value Crop(napi_env env, Arguments arguments);
}
namespace jpeg {
napi_value Decode(napi_env env, Arguments arguments);
}
namespace bfloat16 {
napi_value Works(napi_env env, Arguments arguments);
}

}  // namespace alignclip
