/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/**
 * files - the texts of sim/page/web and of the chart library, compiled in by CMakeLists.txt.
 */
extern const char ss_page_skeleton[], ss_page_css[];
extern const char ss_page_library[], ss_page_library_css[], ss_page_library_licence[];

/* The modules in the order in which one needs the other, NULL-terminated. */
extern const char *const ss_page_modules[];
