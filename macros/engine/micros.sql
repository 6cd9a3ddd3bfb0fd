{# Microseconds since 1970 of a UTC timestamp: lags are differences of these whole numbers. #}
{% macro micros(stamp) %} {{ return(adapter.dispatch('micros')(stamp)) }}{% endmacro %}

{% macro default__micros(stamp) %} epoch_us({{ stamp }}){% endmacro %}

{% macro spark__micros(stamp) %} unix_micros(cast({{ stamp }} as timestamp)){% endmacro %}
