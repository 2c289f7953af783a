/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/**
 * clones - SS_FOR_EACH_CPU before a function: it is built twice, for the least x86-64 and for v3 (AVX2, POPCNT), and
 * chosen when the program is loaded. For loops over rows of integers, where the two cannot differ.
 *
 * Clones need ifunc, which sanitizers dislike, so sanitized builds take the plain loop. gcc only: clang 14 calls the
 * symbol of a clone by another name, which other files do not find.
 */
#if !defined(SS_PORTABLE) && defined(__x86_64__) && defined(__GLIBC__)                             \
    && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) && defined(__OPTIMIZE__)    \
    && !defined(__clang__)
#define SS_FOR_EACH_CPU __attribute__((target_clones("default", "arch=x86-64-v3")))
#endif
#ifndef SS_FOR_EACH_CPU
#define SS_FOR_EACH_CPU
#endif
