# SPDX-License-Identifier: Apache-2.0
#
# find_package(Slurmsim) gives the imported target Slurmsim::slurmsim, as slurmsim.pc describes it.
include(CMakeFindDependencyMacro)
find_dependency(PkgConfig)

get_filename_component(_slurmsim_pc ${CMAKE_CURRENT_LIST_DIR}/../../pkgconfig ABSOLUTE)
set(_slurmsim_path "$ENV{PKG_CONFIG_PATH}")
set(ENV{PKG_CONFIG_PATH} "${_slurmsim_pc}:${_slurmsim_path}")
pkg_check_modules(SLURMSIM REQUIRED IMPORTED_TARGET slurmsim)
set(ENV{PKG_CONFIG_PATH} "${_slurmsim_path}")

if(NOT TARGET Slurmsim::slurmsim)
  add_library(Slurmsim::slurmsim INTERFACE IMPORTED)
  target_link_libraries(Slurmsim::slurmsim INTERFACE PkgConfig::SLURMSIM)
endif()
