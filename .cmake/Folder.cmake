# SPDX-License-Identifier: Apache-2.0

set_property(GLOBAL PROPERTY SS_FOLDER_TARGETS "")

# ss_folder(TARGET [USES TARGET...] [EXTRA FILE...] [OMIT FILE...])
#
# The current folder as an OBJECT library of its *.c files (plus EXTRA, minus OMIT), with the folders
# below it as usage requirements. A folder without sources, or left out by SS_ONLY, is an INTERFACE
# library, so that those above it still configure.
function(ss_folder target)
  cmake_parse_arguments(ARG "" "" "USES;EXTRA;OMIT" ${ARGN})
  file(RELATIVE_PATH here ${PROJECT_SOURCE_DIR} ${CMAKE_CURRENT_SOURCE_DIR})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.c)
  foreach(name IN LISTS ARG_OMIT)
    list(REMOVE_ITEM sources ${CMAKE_CURRENT_SOURCE_DIR}/${name})
  endforeach()
  if(SS_ONLY AND NOT here IN_LIST SS_ONLY)
    set(sources "")
  endif()
  list(APPEND sources ${ARG_EXTRA})

  if(sources)
    add_library(${target} OBJECT ${sources})
    target_link_libraries(${target} PUBLIC ss_options ${ARG_USES})
    set_property(GLOBAL APPEND PROPERTY SS_FOLDER_TARGETS ${target})
  else()
    add_library(${target} INTERFACE)
    target_link_libraries(${target} INTERFACE ss_options ${ARG_USES})
  endif()
endfunction()
