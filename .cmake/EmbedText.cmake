# SPDX-License-Identifier: Apache-2.0
#
# Run with cmake -P: writes OUT.c and OUT.h that hold the text file IN as `const char NAME[]`.
# An initialiser of numbers, not a string literal: C11 promises no more than 4095 characters of one.
file(READ ${IN} hex HEX)
string(REGEX REPLACE "(................................)" "\\1\n" hex "${hex}")
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
get_filename_component(header ${OUT}.h NAME)
get_filename_component(source ${IN} NAME)
file(WRITE ${OUT}.h
"/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* The text of ${source}, ended by NUL. */
extern const char ${NAME}[];
")
file(WRITE ${OUT}.c
"/* SPDX-License-Identifier: Apache-2.0 */
#include \"${header}\"

const char ${NAME}[] = {
${bytes}0
};
")
